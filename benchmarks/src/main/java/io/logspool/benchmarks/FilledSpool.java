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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.logspool.testing.appender.SpooledEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** A spool that is full of events of one kind, none of them shipped, and copies of it. */
final class FilledSpool implements AutoCloseable {

    private final WorkDirectory work;
    private final int events;
    private int copies;

    /** Logs so many events. */
    FilledSpool(Statement statement, int events, String parent) throws IOException {
        this.work = WorkDirectory.create(parent);
        this.events = events;
        LoggerContext context = LogbackUnderTest.configure("logspool", full());
        Random random = new Random(1);
        for (int i = 0; i < events; i++) {
            statement.log(random);
        }
        MDC.clear();
        context.stop();
        // A context that is stopped logs, to nowhere, what Kafka's client says at DEBUG.
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    int events() {
        return events;
    }

    /** The {@code spool.dir} of the original. */
    Path full() {
        return work.path().resolve("full");
    }

    /** A new {@code spool.dir} with the same events. */
    Path copy() throws IOException {
        Path copy = work.path().resolve("copy-" + copies++);
        try (Stream<Path> all = Files.walk(full())) {
            for (Path from : all.toList()) {
                Files.copy(from, copy.resolve(full().relativize(from).toString()));
            }
        }
        return copy;
    }

    /** The JSON of all events, as it would be shipped. */
    List<byte[]> records() {
        List<byte[]> records = new ArrayList<>(events);
        SpooledEvents.visit(full(), (record, diskBytes) -> records.add(record.toByteArray()));
        if (records.size() != events) {
            throw new IllegalStateException(records.size() + " events of " + events + " are in the spool");
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
