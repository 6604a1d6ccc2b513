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
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;

/**
 * Chronicle alone: one queue for all threads and, as its documents say, one appender for each. Before a queue is full
 * the next is ready, with its appenders; the old one is closed and deleted in the background.
 *
 * <p>So the measured threads never open a file, and the disk stays bounded.
 */
final class BareChronicle implements Closeable {

    private final Path directory;
    private final boolean zeroed;
    private final int threads;
    private final AtomicInteger threadsSeen = new AtomicInteger();
    private final BlockingQueue<BareQueue> next = new SynchronousQueue<>();
    private final BlockingQueue<BareQueue> done = new LinkedBlockingQueue<>();
    private final BackgroundFailure failure = new BackgroundFailure();
    private final Thread opener;
    private final Thread closer;
    private volatile BareQueue current;
    private volatile boolean closing;

    BareChronicle(Path directory, boolean zeroed, int threads) throws IOException {
        this.directory = directory;
        this.zeroed = zeroed;
        this.threads = threads;
        this.current = new BareQueue(directory.resolve("first"), zeroed, threads);
        this.opener = start("benchmark-opener", this::open);
        this.closer = start("benchmark-closer", this::closeAndDelete);
    }

    Writer writer() {
        return new Writer(threadsSeen.getAndIncrement() % threads);
    }

    /** Fails if a thread in the background did. */
    void check() {
        failure.check();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        opener.interrupt();
        closer.interrupt();
        join(opener);
        join(closer);
        current.close();
        for (BareQueue queue : done) {
            queue.close();
        }
    }

    private Thread start(String name, BackgroundStep step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!closing) {
                            step.run();
                        }
                    } catch (InterruptedException e) {
                        // close() does that.
                    } catch (Exception e) {
                        failure.set(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void open() throws IOException, InterruptedException {
        BareQueue opened = new BareQueue(directory.resolve("queue-" + System.nanoTime()), zeroed, threads);
        try {
            next.put(opened);
        } catch (InterruptedException e) {
            opened.close();
            throw e;
        }
    }

    private void closeAndDelete() throws IOException, InterruptedException {
        done.take().close();
    }

    /** Swaps the next queue in, unless another thread has. */
    private synchronized BareQueue after(BareQueue full) {
        try {
            while (current == full) {
                BareQueue following = next.poll(10, TimeUnit.SECONDS);
                if (following == null) {
                    throw new IllegalStateException("no next queue within 10 s", failure.get());
                }
                current = following;
            }
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one measured thread holds. */
    final class Writer {

        private final int number;
        private BareQueue queue;
        private ExcerptAppender appender;
        private long left;

        private Writer(int number) {
            this.number = number;
            this.queue = current;
            this.appender = queue.appender(number);
            this.left = queue.bytesPerThread();
        }

        /** Appends an entry, to the next queue if this one is full. */
        void append(Bytes<?> entry, int sizeOnDisk) {
            BareQueue latest = current;
            if (latest != queue || left < sizeOnDisk) {
                move(latest != queue ? latest : after(queue));
            }
            left -= sizeOnDisk;
            appender.writeBytes(entry);
        }

        private void move(BareQueue to) {
            if (queue.leave()) {
                done.add(queue);
            }
            queue = to;
            appender = to.appender(number);
            left = to.bytesPerThread();
        }
    }

    private interface BackgroundStep {
        void run() throws IOException, InterruptedException;
    }
}
