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

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.logspool.testing.appender.SpooledEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * How many bytes of disk an event takes, beside what it takes as JSON: through the real appender into a real spool.
 * Counted is what the entries take in its files, with the definitions that they refer to, their heads and padding.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.logspool.benchmarks.BytesPerEvent [events]</pre>
 */
public final class BytesPerEvent {

    private BytesPerEvent() {}

    public static void main(String[] args) throws Exception {
        print(args.length > 0 ? Integer.parseInt(args[0]) : 200_000, System.out);
    }

    /** Logs so many events of each kind, and prints the table. */
    static void print(int events, PrintStream out) throws Exception {
        out.println("| | bytes on disk | record, ECS JSON | ratio | Elastic's encoder, ECS JSON | ratio |");
        out.println("|---|---|---|---|---|---|");
        for (Statement kind : Statement.values()) {
            Sizes sizes = measure(kind, events);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.0f | %.3f | %.0f | %.3f |%n",
                    kind.title(),
                    sizes.disk(),
                    sizes.record(),
                    sizes.disk() / sizes.record(),
                    sizes.elastic(),
                    sizes.disk() / sizes.elastic());
        }
    }

    /**
     * Bytes of one event, on average.
     *
     * @param record  the JSON that would be shipped
     * @param elastic the JSON of Elastic's encoder
     */
    record Sizes(double disk, double record, double elastic) {}

    /** Logs so many events of one kind. */
    static Sizes measure(Statement kind, int events) throws IOException {
        try (WorkDirectory directory = WorkDirectory.create("")) {
            double elastic = log(kind, events, directory) / (double) events;
            Read read = read(directory.path(), events);
            return new Sizes(read.diskBytes() / (double) events, read.recordBytes() / (double) events, elastic);
        }
    }

    /** Returns the bytes that Elastic's encoder makes of the same events. */
    private static long log(Statement kind, int events, WorkDirectory directory) throws IOException {
        LoggerContext context = LogbackUnderTest.configure("bytes-per-event", directory.path());
        Random random = new Random(1);
        for (int i = 0; i < events; i++) {
            kind.log(random);
        }
        MDC.clear();
        Appender<ILoggingEvent> encoded =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("ECS");
        long bytes = ((EncodedBytes) encoded).bytes();
        context.stop();
        return bytes;
    }

    /** {@code recordBytes} are those of the records that would be shipped. */
    private record Read(long diskBytes, long recordBytes) {}

    private static Read read(Path directory, int events) {
        long[] sums = new long[3]; // of events, of disk, of records
        SpooledEvents.visit(directory, (record, diskBytes) -> {
            sums[0]++;
            sums[1] += diskBytes;
            sums[2] += record.length();
        });
        if (sums[0] != events) {
            throw new IllegalStateException(sums[0] + " events of " + events + " are in the spool");
        }
        return new Read(sums[1], sums[2]);
    }
}
