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

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A logging framework with one appender, for the time of a fork. */
@State(Scope.Benchmark)
public abstract class Configured {

    /** A directory on the disk to measure; empty for that of {@code java.io.tmpdir}. */
    @Param("")
    public String directory = "";

    private @Nullable WorkDirectory work;
    private @Nullable LocalBroker broker;
    private @Nullable AppenderUnderTest target;

    /** For the frameworks. */
    protected Configured() {}

    /** Names the configuration file. */
    abstract String row();

    /** Configures the framework by the file of the row. */
    abstract AppenderUnderTest.Framework configure(Place place) throws IOException;

    @Setup
    public final void open() throws IOException {
        WorkDirectory created = WorkDirectory.create(directory);
        work = created;
        Place place = Place.of(created.path());
        if (row().startsWith("kafka") || row().startsWith("shipping")) {
            LocalBroker started = new LocalBroker();
            broker = started;
            place = new Place(created.path(), started.servers(), started.newTopic(1));
        }
        target = new AppenderUnderTest(row(), created.path(), configure(place));
    }

    @TearDown(Level.Iteration)
    public final void check() {
        if (target != null) {
            target.check();
        }
    }

    @TearDown
    public final void close() throws IOException {
        try {
            if (target != null) {
                target.close();
            }
            if (broker != null) {
                broker.close();
            }
        } finally {
            if (work != null) {
                work.close();
            }
        }
    }
}
