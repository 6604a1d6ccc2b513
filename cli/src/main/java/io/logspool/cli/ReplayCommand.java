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
import io.logspool.SlotShipper;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperStats;
import io.logspool.ship.SinkRecord;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code logspool replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Sends events that are still on disk again, with the ids they have, to the same or another topic."
                + " Changes nothing in the spool.")
final class ReplayCommand implements Callable<Integer> {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Streams streams;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolSelection selection;

    @Mixin
    private AgentOptions agent;

    @Mixin
    private ReplayRange range;

    @Option(names = "--topic", paramLabel = "T", description = "Default: ship.topic of the configuration.")
    private @Nullable String topic;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Give up when nothing is acknowledged for so long; default ${DEFAULT-VALUE}.")
    private long timeoutSeconds;

    ReplayCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try {
            range.check(new PointInTime(streams.clock()));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Map<String, @Nullable String> more = new HashMap<>();
        more.put("ship.topic", topic);
        LogAgentConfig config = agent.config(more);
        List<SlotView> slots = selection.slots();
        int exitCode = ExitCode.DONE;
        for (SlotView slot : slots) {
            exitCode = Math.max(exitCode, replay(slot, config));
        }
        return exitCode;
    }

    private int replay(SlotView slot, LogAgentConfig config) throws IOException {
        ReplayBacklog backlog = new ReplayBacklog(slot, range::accepts);
        Shipper shipper = SlotShipper.again(config, backlog, this::notTaken, new StatusMessages(streams));
        boolean arrived;
        try (Progress progress = new Progress(streams, SlotBytes.behind(slot, SpoolPosition.START))) {
            long total = SlotBytes.behind(slot, SpoolPosition.START);
            arrived = send(shipper, () -> progress.show(total - SlotBytes.behind(slot, backlog.acknowledged())));
        }
        shipper.beginClose(Duration.ZERO);
        shipper.doWork();
        ShipperStats stats = shipper.stats();
        if (!arrived) {
            String error = stats.lastError();
            streams.message(slot.directory() + ": nothing was acknowledged for " + timeoutSeconds + " s: "
                    + (error == null ? "no answer from the brokers" : error));
        }
        tell(slot, stats);
        if (!arrived) {
            return ExitCode.FAILED;
        }
        return stats.deadLettered() > 0 ? ExitCode.FOUND_WRONG : ExitCode.DONE;
    }

    private boolean notTaken(SinkRecord record, String reason) {
        streams.message("event " + record.eventId() + " is not taken: " + reason);
        return true;
    }

    private boolean send(Shipper shipper, Shown progress) throws IOException {
        long before = -1;
        long progressAt = System.nanoTime();
        while (!shipper.isDrained()) {
            if (shipper.doWork() == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            long now = shipper.stats().acknowledged() + shipper.stats().deadLettered();
            if (now != before) {
                before = now;
                progressAt = System.nanoTime();
                progress.show();
            } else if (System.nanoTime() - progressAt > TimeUnit.SECONDS.toNanos(timeoutSeconds)) {
                return false;
            }
        }
        return true;
    }

    private void tell(SlotView slot, ShipperStats stats) throws IOException {
        if (selection.json()) {
            Json.line(streams, json -> {
                json.writeStringField("slot", slot.directory().toString());
                json.writeNumberField("sent", stats.acknowledged());
                json.writeNumberField("not_taken", stats.deadLettered());
            });
        } else {
            streams.line(slot.directory() + ": " + Numbers.count(stats.acknowledged(), "event") + " sent again"
                    + (stats.deadLettered() == 0 ? "" : ", " + stats.deadLettered() + " not taken"));
        }
    }

    /** Shows how far it is. */
    private interface Shown {
        void show() throws IOException;
    }
}
