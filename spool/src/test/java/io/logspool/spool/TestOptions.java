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

import java.nio.file.Path;
import java.time.Duration;

/** Options of a small spool: 4 MiB in segments of 1 MiB. */
final class TestOptions {

    private final Path serviceDirectory;
    private long maxBytes = 4L << 20;
    private int segmentBytes = 1 << 20;
    private long minFreeBytes;
    private int maxEntryBytes = 64 << 10;
    private OverflowPolicy overflow = OverflowPolicy.DROP_NEWEST;
    private Duration blockTimeout = Duration.ofMillis(10);
    private int reserveTag;
    private int reservePercent;
    private SyncMode sync = SyncMode.NONE;
    private Duration syncInterval = Duration.ofSeconds(1);

    private TestOptions(Path serviceDirectory) {
        this.serviceDirectory = serviceDirectory;
    }

    static TestOptions in(Path serviceDirectory) {
        return new TestOptions(serviceDirectory);
    }

    TestOptions maxBytes(long bytes) {
        maxBytes = bytes;
        return this;
    }

    TestOptions segmentBytes(int bytes) {
        segmentBytes = bytes;
        return this;
    }

    TestOptions minFreeBytes(long bytes) {
        minFreeBytes = bytes;
        return this;
    }

    TestOptions maxEntryBytes(int bytes) {
        maxEntryBytes = bytes;
        return this;
    }

    TestOptions overflow(OverflowPolicy policy) {
        overflow = policy;
        return this;
    }

    TestOptions blockTimeout(Duration timeout) {
        blockTimeout = timeout;
        return this;
    }

    TestOptions reserve(int tag, int percent) {
        reserveTag = tag;
        reservePercent = percent;
        return this;
    }

    TestOptions sync(SyncMode mode) {
        sync = mode;
        return this;
    }

    TestOptions sync(SyncMode mode, Duration interval) {
        sync = mode;
        syncInterval = interval;
        return this;
    }

    SpoolOptions build() {
        return new SpoolOptions(
                serviceDirectory,
                maxBytes,
                segmentBytes,
                minFreeBytes,
                maxEntryBytes,
                overflow,
                blockTimeout,
                reserveTag,
                reservePercent,
                sync,
                syncInterval);
    }
}
