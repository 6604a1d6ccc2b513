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
package io.logspool;

import io.logspool.event.Dictionary;
import io.logspool.event.EventWriter;
import io.logspool.event.Masks;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reusable writers, shared by all threads: bounded whatever the number of threads is, and held by none of them, so
 * neither a million virtual threads nor an application that is unloaded keeps one. Any thread.
 */
final class EventWriterPool {

    /** A writer's place is so far from the next that two threads do not take a cache line from each other. */
    private static final int STRIDE = 32;

    private final AtomicReferenceArray<EventWriter> free;
    private final int mask;
    private final int maxEventBytes;
    private final Dictionary dictionary;
    private final @Nullable Masks masks;

    EventWriterPool(int maxEventBytes, Dictionary dictionary, @Nullable Masks masks) {
        int size = Integer.highestOneBit(Math.max(4, 4 * Runtime.getRuntime().availableProcessors()) * 2 - 1);
        this.free = new AtomicReferenceArray<>((size + 1) * STRIDE);
        this.mask = size - 1;
        this.maxEventBytes = maxEventBytes;
        this.dictionary = dictionary;
        this.masks = masks;
    }

    /** A writer that nobody else has; a new one if all are in use. */
    EventWriter acquire() {
        int start = start();
        for (int i = 0; i <= mask; i++) {
            int index = place(start + i);
            if (free.getPlain(index) != null) {
                EventWriter writer = free.getAndSet(index, null);
                if (writer != null) {
                    return writer;
                }
            }
        }
        return new EventWriter(maxEventBytes, dictionary, masks);
    }

    /** Gives a writer back; one too many is left to the garbage collector. */
    void release(EventWriter writer) {
        writer.reset();
        int start = start();
        for (int i = 0; i <= mask; i++) {
            int index = place(start + i);
            if (free.getPlain(index) == null) {
                free.setRelease(index, writer); // over another's that came between: one too many as well
                return;
            }
        }
    }

    private int place(int number) {
        return ((number & mask) + 1) * STRIDE;
    }

    @SuppressWarnings("deprecation") // threadId() is Java 19
    private static int start() {
        return ((int) Thread.currentThread().getId() * 0x9E3779B9) >>> 16;
    }
}
