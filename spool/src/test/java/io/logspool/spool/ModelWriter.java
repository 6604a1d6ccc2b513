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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** The appending side of the model, for one life of a spool. */
final class ModelWriter {

    private static final int HIGHEST_TAG = 6;

    private final Spool spool;
    private final SpoolOptions options;
    private final ModelEntries entries;
    private long refusals;
    private String defined = "";
    private long definedPage = -1;

    ModelWriter(Spool spool, SpoolOptions options, ModelEntries entries) {
        this.spool = spool;
        this.options = options;
        this.entries = entries;
    }

    /** What the spool should have counted. */
    long refusals() {
        return refusals;
    }

    void appendSome(Random random) {
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(30) == 0 ? random.nextInt(options.maxEntryBytes() + 1) : random.nextInt(300);
            append(random, length, -1, "");
        }
        if (random.nextInt(10) == 0) {
            append(random, options.maxEntryBytes() + 1, -1, "");
        }
    }

    private boolean append(Random random, int length, long page, String name) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        int tag = random.nextInt(HIGHEST_TAG + 1);
        long expected = spool.stats().appended() + 1;
        long result = page < 0 ? spool.append(payload, 0, length, tag) : spool.append(payload, 0, length, tag, page);
        if (result == Spool.MOVED) {
            assertThat(page).as("moved").isNotNegative();
            return false;
        }
        if (result > 0) {
            assertThat(result).as("dense sequences").isEqualTo(expected);
            entries.add(new ModelEntries.Entry(spool.incarnation(), result, tag, ByteBuffer.wrap(payload), page, name));
            return true;
        }
        refusals++;
        AppendRefusal refusal = AppendRefusal.of(result);
        if (length > options.maxEntryBytes()) {
            assertThat(refusal).isEqualTo(AppendRefusal.TOO_LARGE);
        } else if (refusal == AppendRefusal.RESERVED) {
            assertThat(tag).isLessThan(options.reserveTag());
            assertThat(options.overflow()).isNotEqualTo(OverflowPolicy.DROP_OLDEST);
        } else {
            assertThat(refusal).isIn(AppendRefusal.SPOOL_FULL, AppendRefusal.TIMEOUT);
        }
        return false;
    }

    void appendInPage(Random random) {
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            long page = spool.page();
            if (page != definedPage) {
                String name = page + "-" + random.nextInt(1000);
                byte[] bytes = name.getBytes(UTF_8);
                boolean written = spool.define(bytes, 0, bytes.length, page);
                defined = written ? name : "";
                definedPage = written ? page : -1;
            }
            append(random, random.nextInt(300), page, defined);
        }
    }

    void roll(Random random) throws IOException {
        long segment = spool.page() >> 16;
        int refused = 0;
        for (int i = 0; i < 1200 && refused < 50 && spool.page() >> 16 == segment; i++) {
            refused += append(random, 1000, -1, "") ? 0 : 1;
            if (i % 16 == 0) {
                spool.doWork();
            }
        }
    }

    void fill(Random random) throws IOException {
        int refused = 0;
        for (int i = 0; i < 600 && refused < 3; i++) {
            refused += append(random, 8000, -1, "") ? 0 : 1;
            if (i % 8 == 0 || refused > 0) {
                spool.doWork();
            }
        }
    }

    boolean appendImportant(Random random) {
        byte[] payload = new byte[10];
        random.nextBytes(payload);
        long result = spool.append(payload, 0, payload.length, HIGHEST_TAG);
        if (result > 0) {
            entries.add(
                    new ModelEntries.Entry(spool.incarnation(), result, HIGHEST_TAG, ByteBuffer.wrap(payload), -1, ""));
            return true;
        }
        refusals++;
        return false;
    }
}
