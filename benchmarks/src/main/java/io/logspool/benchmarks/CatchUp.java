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
package io.logspool.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.logspool.LogAgent;
import io.logspool.LogAgentStats;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes until everything has arrived again after a broker was killed and is started, while the application
 * goes on logging.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.CatchUp [seconds] [rate] [directory]</pre>
 *
 * <p>One thread logs all the time at the rate, in bursts of a millisecond, three arguments and two MDC entries; the spool may
 * have 4 GiB.
 */
public final class CatchUp {

    private static final int FIRST_EVENTS = 10_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Of the load, after which the backlog is what is on its way at any time. */
    private static final double CAUGHT_UP_SECONDS = 0.5;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private CatchUp() {}

    public static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 600;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 50_000;
        String directory = args.length > 2 ? args[2] : "";
        System.setProperty("logspool.spool.max-bytes", "4GiB");
        try (LocalBroker broker = new LocalBroker();
                WorkDirectory work = WorkDirectory.create(directory)) {
            Place place = new Place(work.path(), broker.servers(), broker.newTopic(1));
            LoggerContext context = LogbackUnderTest.configure("shipping", place);
            LogAgent agent = AgentUnderTest.agentOf(
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL"));
            Random random = new Random(1);
            SteadyLoad load = new SteadyLoad(rate, () -> Statement.ARGUMENTS.log(random));
            AgentWait.acknowledged(agent, FIRST_EVENTS);
            broker.process().kill();
            System.out.println("| | s | backlog, events | on disk, MiB | acknowledged/s |");
            System.out.println("|---|---|---|---|---|");
            LogAgentStats before = agent.stats();
            long begin = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
            LogAgentStats backlog = agent.stats();
            print("the broker was away", System.nanoTime() - begin, backlog, before);
            broker.process().restart();
            long started = System.nanoTime();
            LogAgentStats caught = awaitCaughtUp(agent, (long) (CAUGHT_UP_SECONDS * rate), started, backlog);
            print("caught up", System.nanoTime() - started, caught, backlog);
            load.end();
            AgentWait.acknowledged(agent, agent.stats().accepted());
            LogAgentStats last = agent.stats();
            System.out.printf(
                    Locale.ROOT,
                    "%naccepted %,d, acknowledged %,d, dropped %,d%n",
                    last.accepted(),
                    last.acknowledged(),
                    last.droppedTotal());
            context.stop();
        }
    }

    private static LogAgentStats awaitCaughtUp(LogAgent agent, long few, long started, LogAgentStats from) {
        LogAgentStats last = from;
        long lookNanos = started + LOOK_NANOS;
        long lastNanos = started;
        for (LogAgentStats now = from; true; now = agent.stats()) {
            if (now.backlogEvents() <= few) {
                return now;
            }
            if (System.nanoTime() - lookNanos >= 0) {
                print("meanwhile", System.nanoTime() - lastNanos, now, last);
                last = now;
                lastNanos = System.nanoTime();
                lookNanos += LOOK_NANOS;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void print(String what, long nanos, LogAgentStats now, LogAgentStats before) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %,d | %,.0f | %,.0f |%n",
                what,
                nanos / 1e9,
                now.backlogEvents(),
                Footprint.mebibytes(now.spoolBytes()),
                (now.acknowledged() - before.acknowledged()) / (nanos / 1e9));
    }
}
