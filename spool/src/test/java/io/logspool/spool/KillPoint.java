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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Where the process halts itself, as at a {@code kill -9}: before a statement of the spool, when it comes to it for the
 * so-and-so-many-th time. {@link KillPointSource} puts the calls in.
 */
public final class KillPoint {

    static final String TARGET_KEY = "killpoint.target";
    static final String COUNTDOWN_KEY = "killpoint.countdown";
    static final String COUNTS_KEY = "killpoint.counts";
    static final int EXIT_CODE = 42;

    private static final int MOST_POINTS = 4096;
    private static final int TARGET = Integer.getInteger(TARGET_KEY, -1);
    private static final boolean COUNTING = System.getProperty(COUNTS_KEY) != null;
    private static final AtomicIntegerArray COUNTS = new AtomicIntegerArray(MOST_POINTS);
    private static final int COUNTDOWN = Integer.getInteger(COUNTDOWN_KEY, 1);

    private KillPoint() {}

    /** Called by the spool's own code, as it is compiled for the program that is killed. */
    public static void reach(int point) {
        if (point == TARGET) {
            if (COUNTS.incrementAndGet(point) == COUNTDOWN) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        } else if (COUNTING) {
            COUNTS.incrementAndGet(point);
        }
    }

    /** Writes how often each point was reached, if that was asked for, and halts. */
    static void haltAfterCounting() {
        String file = System.getProperty(COUNTS_KEY);
        if (file != null) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < MOST_POINTS; i++) {
                text.append(COUNTS.get(i)).append('\n');
            }
            try {
                Files.writeString(Path.of(file), text);
            } catch (IOException e) {
                System.err.println(e);
            }
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
