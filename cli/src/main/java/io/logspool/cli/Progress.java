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

import java.util.Locale;

/** A bar on standard error, if a person watches it. Used by one thread. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 40;

    private final Streams streams;
    private final long total;
    private int shown = -1;

    Progress(Streams streams, long total) {
        this.streams = streams;
        this.total = Math.max(1, total);
    }

    /** Shows how much is done; more than all counts as all, and less than nothing, because more came in, as nothing. */
    void show(long done) {
        int percent = (int) Math.max(0, Math.min(100, 100 * done / total));
        if (!streams.errTerminal() || percent == shown) {
            return;
        }
        shown = percent;
        int filled = percent * WIDTH / 100;
        streams.err()
                .print(String.format(
                        Locale.ROOT, "\r[%s%s] %3d %%", "#".repeat(filled), ".".repeat(WIDTH - filled), percent));
        streams.err().flush();
    }

    /** Wipes the bar. */
    @Override
    public void close() {
        if (shown >= 0) {
            streams.err().print("\r\033[K");
            streams.err().flush();
        }
    }
}
