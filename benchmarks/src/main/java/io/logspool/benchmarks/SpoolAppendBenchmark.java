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

import java.io.Closeable;
import java.io.IOException;
import net.openhft.chronicle.bytes.Bytes;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * {@code Spool.append} of a ready entry, beside a bare Chronicle append into a sparse file, which is what Chronicle
 * does by itself, and into one that was filled with zeros before, as the spool's segments are.
 *
 * <p>The spool does more: a checksum, a dense sequence, an answer when there is no room, and a reader that follows.
 * Run it with {@code -t 1}, {@code -t 2} and so on for the threads.
 */
public class SpoolAppendBenchmark extends BesideChronicle {

    private static final int TAG = 3;

    @Benchmark
    public long spool(OpenSpool open, Caller caller) {
        caller.count();
        return open.target().spool().append(open.payload, 0, open.payload.length, TAG);
    }

    @Benchmark
    public void chronicleSparse(OpenSparse open, SparseWriter writer, Caller caller) {
        caller.count();
        writer.append();
    }

    @Benchmark
    public void chronicleZeroed(OpenZeroed open, ZeroedWriter writer, Caller caller) {
        caller.count();
        writer.append();
    }

    /** What is common to the three. */
    @State(Scope.Benchmark)
    public static class Parameters {

        /** Length of an entry, in bytes. */
        @Param({"40", "250"})
        public int entryBytes;

        /** A directory on the disk to measure; empty for that of {@code java.io.tmpdir}. */
        @Param("")
        public String directory = "";
    }

    /** A spool under load. */
    @State(Scope.Benchmark)
    public static class OpenSpool {

        private byte[] payload = new byte[0];
        private @Nullable WorkDirectory work;
        private @Nullable SpoolUnderTest target;

        @Setup
        public void open(Parameters parameters) throws IOException {
            payload = Payload.ofLength(parameters.entryBytes);
            WorkDirectory created = WorkDirectory.create(parameters.directory);
            work = created;
            target = new SpoolUnderTest(created.path());
        }

        SpoolUnderTest target() {
            SpoolUnderTest opened = target;
            if (opened == null) {
                throw new IllegalStateException("not set up");
            }
            return opened;
        }

        @TearDown(Level.Iteration)
        public void check() {
            target().check();
        }

        @TearDown
        public void close() throws IOException {
            closeAll(target, work);
        }
    }

    /** Chronicle alone. */
    @State(Scope.Benchmark)
    public abstract static class OpenChronicle {

        private @Nullable WorkDirectory work;
        private @Nullable BareChronicle target;

        /** Opens it. */
        final void open(Parameters parameters, BenchmarkParams run, boolean zeroed) throws IOException {
            WorkDirectory created = WorkDirectory.create(parameters.directory);
            work = created;
            target = new BareChronicle(created.path(), zeroed, run.getThreads());
        }

        final BareChronicle target() {
            BareChronicle opened = target;
            if (opened == null) {
                throw new IllegalStateException("not set up");
            }
            return opened;
        }

        @TearDown(Level.Iteration)
        public void check() {
            target().check();
        }

        @TearDown
        public void close() throws IOException {
            closeAll(target, work);
        }
    }

    /** Chronicle alone, with the files it makes itself. */
    @State(Scope.Benchmark)
    public static class OpenSparse extends OpenChronicle {

        @Setup
        public void open(Parameters parameters, BenchmarkParams run) throws IOException {
            open(parameters, run, false);
        }
    }

    /** Chronicle alone, with files that were filled with zeros. */
    @State(Scope.Benchmark)
    public static class OpenZeroed extends OpenChronicle {

        @Setup
        public void open(Parameters parameters, BenchmarkParams run) throws IOException {
            open(parameters, run, true);
        }
    }

    /** One measured thread's side. */
    @State(Scope.Thread)
    public abstract static class ThreadSide {

        private @Nullable Bytes<?> entry;
        private BareChronicle.@Nullable Writer writer;
        private int sizeOnDisk;

        final void begin(Parameters parameters, OpenChronicle open) {
            Bytes<?> ready = Bytes.allocateDirect(Payload.ofLength(parameters.entryBytes));
            ready.singleThreadedCheckDisabled(true);
            entry = ready;
            writer = open.target().writer();
            sizeOnDisk = (parameters.entryBytes + Integer.BYTES + 3) & -4;
        }

        final void append() {
            if (writer != null && entry != null) {
                writer.append(entry, sizeOnDisk);
            }
        }
    }

    /** Of the sparse one. */
    @State(Scope.Thread)
    public static class SparseWriter extends ThreadSide {

        @Setup
        public void begin(Parameters parameters, OpenSparse open) {
            super.begin(parameters, open);
        }
    }

    /** Of the zeroed one. */
    @State(Scope.Thread)
    public static class ZeroedWriter extends ThreadSide {

        @Setup
        public void begin(Parameters parameters, OpenZeroed open) {
            super.begin(parameters, open);
        }
    }

    private static void closeAll(@Nullable Closeable target, @Nullable WorkDirectory work) throws IOException {
        try {
            if (target != null) {
                target.close();
            }
        } finally {
            if (work != null) {
                work.close();
            }
        }
    }
}
