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

/**
 * How a spool is opened. Sizes are bytes.
 *
 * @param serviceDirectory holds the slots of one service; made if it is not there
 * @param maxBytes         disk one slot may take, prepared segments and metadata included
 * @param segmentBytes     size of one segment file; disk is given back a segment at a time
 * @param minFreeBytes     the spool stops growing when the file system has less than this left
 * @param maxEntryBytes    largest payload taken
 * @param overflow         what happens to an entry that finds the spool full
 * @param blockTimeout     longest wait of one append, for the lock, for room or for a segment being prepared
 * @param reserveTag       entries with this tag and above may use the reserve
 * @param reservePercent   part of {@code maxBytes} that is the reserve, 0 to 90
 * @param sync             when entries are forced to the device
 * @param syncInterval     with {@link SyncMode#INTERVAL}
 */
public record SpoolOptions(
        Path serviceDirectory,
        long maxBytes,
        int segmentBytes,
        long minFreeBytes,
        int maxEntryBytes,
        OverflowPolicy overflow,
        Duration blockTimeout,
        int reserveTag,
        int reservePercent,
        SyncMode sync,
        Duration syncInterval) {

    /** Smallest segment: {@value}. */
    public static final int MIN_SEGMENT_BYTES = 1 << 20;

    /** Largest segment: {@value}. */
    public static final int MAX_SEGMENT_BYTES = 1 << 30;

    /** Largest payload that can be configured: {@value}. */
    public static final int MAX_ENTRY_BYTES = 64 << 20;

    public SpoolOptions {
        check(segmentBytes >= MIN_SEGMENT_BYTES && segmentBytes <= MAX_SEGMENT_BYTES, "segmentBytes", segmentBytes);
        check(segmentBytes % 4096 == 0, "segmentBytes (a multiple of 4096 is needed)", segmentBytes);
        check(maxBytes >= 2L * segmentBytes, "maxBytes (two segments are the least)", maxBytes);
        check(minFreeBytes >= 0, "minFreeBytes", minFreeBytes);
        check(
                maxEntryBytes > 0 && maxEntryBytes <= Math.min(MAX_ENTRY_BYTES, segmentBytes / 4),
                "maxEntryBytes (a quarter of a segment is the most)",
                maxEntryBytes);
        check(!blockTimeout.isNegative(), "blockTimeout", blockTimeout);
        check(reservePercent >= 0 && reservePercent <= 90, "reservePercent", reservePercent);
        check(!syncInterval.isNegative() && !syncInterval.isZero(), "syncInterval", syncInterval);
    }

    /** Defaults for everything but the place: 1 GiB, segments of 16 MiB, entries of 256 KiB, no sync. */
    public static SpoolOptions of(Path serviceDirectory) {
        return new SpoolOptions(
                serviceDirectory,
                1L << 30,
                16 << 20,
                0,
                256 << 10,
                OverflowPolicy.DROP_NEWEST,
                Duration.ofMillis(100),
                0,
                0,
                SyncMode.NONE,
                Duration.ofSeconds(1));
    }

    private static void check(boolean valid, String name, Object value) {
        if (!valid) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
    }
}
