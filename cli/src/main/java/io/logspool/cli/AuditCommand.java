/*
 * Copyright 2026 The Logspool Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License in the LICENSE file of this project.
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.logspool.cli;

import io.logspool.LogAgentConfig;
import io.logspool.kafka.TopicScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logspool audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads topics of events, and the ledger, and says of each start of an agent what was accepted and"
                + " what arrived. Something is wrong if anything is missing, lost to damage, or out of order.")
final class AuditCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    private AgentOptions agent;

    @Option(names = "--topic", paramLabel = "T", arity = "1..*", required = true, description = "The topics of events.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--ledger-topic",
            paramLabel = "T",
            description = "Default: ship.ledger-topic of the configuration.")
    private @Nullable String ledgerTopic;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Only this service. Repeatable; default: all that have events in the topics.")
    private Set<String> services = new LinkedHashSet<>();

    @Option(names = "--uncommitted", description = "Also what is in open and aborted transactions.")
    private boolean uncommitted;

    @Option(names = "--no-duplicates", description = "Something is wrong also if an event is there twice.")
    private boolean noDuplicates;

    @Option(names = "--json", description = "JSON for machines, one object per line.")
    private boolean json;

    AuditCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable String> more = new HashMap<>();
        more.put("ship.ledger-topic", ledgerTopic);
        LogAgentConfig config = agent.config(more);
        TopicScanner scanner = new TopicScanner(config.kafka(), !uncommitted);
        Audit audit = new Audit();
        scanner.scan(List.of(config.shipLedgerTopic()), true, (entry, partition) -> audit.ledger(entry));
        try (ProgressVisitor visitor = new ProgressVisitor(streams, audit)) {
            scanner.scan(new LinkedHashSet<>(topics), false, visitor);
        }
        List<Tally> tallies = audit.close(services);
        AuditReport report = new AuditReport(streams, noDuplicates);
        for (Tally tally : tallies) {
            if (json) {
                report.json(tally);
            } else {
                report.text(tally);
            }
        }
        if (!json) {
            report.sum(tallies);
        }
        if (audit.strangers() > 0) {
            streams.message(Numbers.count(audit.strangers(), "record") + " in these topics are no events of Logspool");
        }
        return tallies.stream().anyMatch(report::isWrong) ? ExitCode.FOUND_WRONG : ExitCode.DONE;
    }

    /** Counts events, and shows how far reading has come. */
    private static final class ProgressVisitor implements TopicScanner.Visitor, AutoCloseable {

        private final Streams streams;
        private final Audit audit;
        private @Nullable Progress progress;

        ProgressVisitor(Streams streams, Audit audit) {
            this.streams = streams;
            this.audit = audit;
        }

        @Override
        public void visit(TopicScanner.Entry entry, int partition) {
            audit.event(entry, partition);
        }

        @Override
        public void progress(long done, long total) {
            Progress shown = progress;
            if (shown == null) {
                shown = new Progress(streams, total);
                progress = shown;
            }
            shown.show(done);
        }

        @Override
        public void trimmed(String topic, int partition, long records) {
            streams.message("topic " + topic + ", partition " + partition + ": the first "
                    + Numbers.count(records, "record") + " are deleted; what they held counts as missing");
        }

        @Override
        public void held(String topic, int partition, long records) {
            streams.message("topic " + topic + ", partition " + partition + ": a transaction stays open; what the last "
                    + Numbers.count(records, "record") + " hold counts as missing");
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }
}
