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
import io.logspool.ship.ShipperStats;
import io.logspool.spool.SlotView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logspool ship}. */
@Command(
        name = "ship",
        mixinStandardHelpOptions = true,
        description = "Ships what is in slots that nobody ships: their owner is gone, or runs with ship.enabled=false."
                + " Killed, it goes on where it was. Give it the application's configuration.")
final class ShipCommand implements Callable<Integer> {

    private static final long SHORT_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONG_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final int IDLE_LOOPS = 50;

    private final Streams streams;
    private volatile boolean stopped;

    @Mixin
    private SpoolSelection selection;

    @Mixin
    private AgentOptions agent;

    @Option(names = "--topic", paramLabel = "T", description = "Default: ship.topic of the configuration.")
    private @Nullable String topic;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is logged meanwhile, until interrupted.")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Without -f: give up when nothing is acknowledged for so long; default ${DEFAULT-VALUE}.")
    private long timeoutSeconds;

    ShipCommand(Streams streams) {
        this.streams = streams;
    }

    /** A slot, and who ships it. */
    private record Work(SlotView slot, SlotShipper shipper, Duration closeTimeout) {}

    @Override
    public Integer call() throws IOException {
        List<Work> open = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stopped = true;
            awaitEnd(done);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            List<SlotView> slots = selection.slots();
            for (SlotView slot : slots) {
                LogAgentConfig config = config(slot);
                SlotShipper shipper = SlotShipper.open(config, slot.directory(), new StatusMessages(streams));
                if (shipper == null) {
                    streams.message(slot.directory() + " is shipped by another process already");
                } else {
                    open.add(new Work(slot, shipper, config.shipCloseTimeout()));
                }
            }
            boolean all = open.size() == slots.size();
            return ship(open) && all ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            for (Work work : open) {
                work.shipper().close(work.closeTimeout());
            }
            done.countDown();
            if (!stopped) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private LogAgentConfig config(SlotView slot) {
        Map<String, @Nullable String> more = new HashMap<>();
        more.put("ship.topic", topic);
        Path service = slot.directory().getParent();
        String name = service == null ? null : String.valueOf(service.getFileName());
        // The events know theirs; this is for those that lost it.
        more.put("service.name", name == null || name.indexOf('%') >= 0 ? null : name);
        return agent.config(more);
    }

    /** True if everything arrived, or somebody said that it is enough. */
    private boolean ship(List<Work> open) throws IOException {
        long progressAt = System.nanoTime();
        long before = -1;
        int idle = 0;
        try (Progress progress = new Progress(streams, remaining(open))) {
            long total = remaining(open);
            while (!open.isEmpty() && !stopped) {
                int done = 0;
                for (Work work : List.copyOf(open)) {
                    done += work.shipper().doWork();
                    if (!follow && work.shipper().isDrained()) {
                        open.remove(work);
                        work.shipper().close(work.closeTimeout());
                        tell(work);
                    }
                }
                long settled = settled(open);
                if (settled != before) {
                    before = settled;
                    progressAt = System.nanoTime();
                    progress.show(total - remaining(open));
                } else if (!follow && System.nanoTime() - progressAt > timeoutSeconds * 1_000_000_000L) {
                    return giveUp(open);
                }
                idle = done > 0 ? 0 : idle + 1;
                if (done == 0) {
                    LockSupport.parkNanos(idle < IDLE_LOOPS ? SHORT_PAUSE_NANOS : LONG_PAUSE_NANOS);
                }
            }
        }
        return true;
    }

    private boolean giveUp(List<Work> open) {
        for (Work work : open) {
            String error = work.shipper().stats().lastError();
            streams.message(work.slot().directory() + ": nothing was acknowledged for " + timeoutSeconds
                    + " s, the rest stays there: " + (error == null ? "no answer from the brokers" : error));
        }
        return false;
    }

    private static long settled(List<Work> open) {
        long settled = 0;
        for (Work work : open) {
            ShipperStats stats = work.shipper().stats();
            settled += stats.acknowledged() + stats.deadLettered() + 1;
        }
        return settled;
    }

    private static long remaining(List<Work> open) throws IOException {
        long bytes = 0;
        for (Work work : open) {
            bytes += SlotBytes.behind(work.slot(), work.shipper().acknowledged());
        }
        return bytes;
    }

    private void tell(Work work) throws IOException {
        ShipperStats stats = work.shipper().stats();
        if (selection.json()) {
            Json.line(streams, json -> {
                json.writeStringField("slot", work.slot().directory().toString());
                json.writeNumberField("shipped", stats.acknowledged());
                json.writeNumberField("dead_lettered", stats.deadLettered());
            });
        } else {
            streams.line(work.slot().directory() + ": " + Numbers.count(stats.acknowledged(), "event") + " shipped"
                    + (stats.deadLettered() == 0 ? "" : ", " + Numbers.count(stats.deadLettered(), "dead letter")));
        }
    }

    private static void awaitEnd(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
