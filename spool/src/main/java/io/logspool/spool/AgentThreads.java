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
package io.logspool.spool;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the agents, by name and number: for what they log and another thread brings, out of a queue of the
 * framework's. The group that they are in does not say who was in it, so it is looked at again and again; the last ones
 * that were seen there are kept, as what they logged may come after their end. Any thread.
 */
final class AgentThreads {

    private static final int KEPT = 256;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ThreadGroup group;
    private volatile Seen seen = new Seen(new long[0], new String[0], System.nanoTime() - FRESH_NANOS);

    /** Never changed; the newest last. */
    private static final class Seen {

        private final long[] ids;
        private final String[] names;
        private final long atNanos;

        Seen(long[] ids, String[] names, long atNanos) {
            this.ids = ids;
            this.names = names;
            this.atNanos = atNanos;
        }

        /** Number and name must both be those of one thread, as far as they are known: either alone may be another's. */
        boolean has(@Nullable String name, long id) {
            for (int i = 0; i < ids.length; i++) {
                if ((id == 0 || ids[i] == id) && (name == null || names[i].equals(name))) {
                    return id != 0 || name != null;
                }
            }
            return false;
        }
    }

    AgentThreads(ThreadGroup group) {
        this.group = group;
    }

    /**
     * Whether such a thread is one of these, or was. Where only its name is known, a thread of the application's that has
     * the same name as one of these is taken for it.
     *
     * @param name null if it is not known
     * @param id   0 if it is not known
     */
    boolean has(@Nullable String name, long id) {
        Seen known = seen;
        if (known.has(name, id)) {
            return true;
        }
        boolean fresh = System.nanoTime() - known.atNanos < FRESH_NANOS;
        return !(fresh && !soundsLikeOne(name)) && look().has(name, id);
    }

    /** A thread may log before it was seen for the first time. */
    private static boolean soundsLikeOne(@Nullable String name) {
        return name != null && (name.startsWith("logspool-") || name.startsWith("kafka-"));
    }

    private synchronized Seen look() {
        Seen before = seen;
        Thread[] alive = new Thread[group.activeCount() + 8];
        int count = group.enumerate(alive, true);
        long[] ids = Arrays.copyOf(before.ids, before.ids.length + count);
        String[] names = Arrays.copyOf(before.names, before.names.length + count);
        int size = before.ids.length;
        for (int i = 0; i < count; i++) {
            long id = alive[i].getId();
            String name = alive[i].getName();
            if (!before.has(name, id)) {
                ids[size] = id;
                names[size++] = name;
            }
        }
        int from = Math.max(0, size - KEPT);
        Seen now =
                new Seen(Arrays.copyOfRange(ids, from, size), Arrays.copyOfRange(names, from, size), System.nanoTime());
        seen = now;
        return now;
    }
}
