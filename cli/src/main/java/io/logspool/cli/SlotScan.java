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

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.spool.AppendRefusal;
import io.logspool.spool.DamagedRange;
import io.logspool.spool.Eviction;
import io.logspool.spool.SegmentFile;
import io.logspool.spool.SequenceGap;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotOwner;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know about a slot after reading every byte of its segments.
 *
 * @param slot              the slot
 * @param owner             as seen before reading
 * @param shipper           who reads it and moves the checkpoint, as seen before reading
 * @param checkpoint        where the backlog began before reading; null if no checkpoint can be read
 * @param checkpointDamaged whether a copy of it is damaged
 * @param segments          those that were there before reading
 * @param entries           entries that are whole
 * @param backlogEntries    those of them behind the checkpoint
 * @param backlogBytes      what these take on disk
 * @param backlogSince      time of the first event behind the checkpoint
 * @param oldest            time of the first event
 * @param newest            time of the last event
 * @param damage            what is neither an entry nor untouched
 * @param gaps              entries that are missing
 * @param tornTails         where appends did not finish
 * @param evictions         what {@code drop-oldest} took
 * @param refusals          entries that were not taken, since the slot was made
 */
record SlotScan(
        SlotView slot,
        SlotOwner owner,
        SlotOwner shipper,
        @Nullable SpoolPosition checkpoint,
        boolean checkpointDamaged,
        List<SegmentFile> segments,
        long entries,
        long backlogEntries,
        long backlogBytes,
        @Nullable Instant backlogSince,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        List<DamagedRange> damage,
        List<SequenceGap> gaps,
        List<SpoolPosition> tornTails,
        List<Eviction> evictions,
        Map<AppendRefusal, Long> refusals) {

    private static final int PROGRESS_EVERY = 1024;

    /**
     * Reads a slot.
     *
     * @param progress told now and then how many bytes of this slot were read
     */
    static SlotScan of(SlotView slot, LongConsumer progress) throws IOException {
        SlotOwner owner = slot.owner();
        SlotOwner shipper = slot.shipper();
        SpoolPosition checkpoint = slot.checkpoint();
        boolean checkpointDamaged = slot.checkpointDamaged();
        List<SegmentFile> segments = slot.segments();
        SpoolPosition begin = checkpoint == null ? SpoolPosition.START : checkpoint;
        long backlogEntries = 0;
        long backlogBytes = 0;
        Instant backlogSince = null;
        Instant oldest = null;
        Instant newest = null;
        try (SlotCursor cursor = slot.openCursor(SpoolPosition.START)) {
            byte[] last = new byte[0];
            int lastLength = 0;
            while (cursor.next()) {
                if (cursor.isDefinition()) {
                    continue;
                }
                boolean inBacklog = cursor.position().compareTo(begin) > 0;
                if (oldest == null || (inBacklog && backlogSince == null)) {
                    Instant time = time(cursor.array(), cursor.offset(), cursor.length());
                    oldest = oldest == null ? time : oldest;
                    backlogSince = inBacklog ? time : null;
                }
                if (inBacklog) {
                    backlogEntries++;
                    backlogBytes += cursor.sizeOnDisk();
                }
                // Only the last one's time is wanted, and the last one is known when it is gone.
                lastLength = cursor.length();
                last = last.length < lastLength ? new byte[2 * lastLength] : last;
                System.arraycopy(cursor.array(), cursor.offset(), last, 0, lastLength);
                if (cursor.entries() % PROGRESS_EVERY == 0) {
                    progress.accept(cursor.bytesPassed());
                }
            }
            newest = time(last, 0, lastLength);
            progress.accept(cursor.bytesPassed());
            return new SlotScan(
                    slot,
                    owner,
                    shipper,
                    checkpoint,
                    checkpointDamaged,
                    segments,
                    cursor.entries(),
                    backlogEntries,
                    backlogBytes,
                    backlogSince,
                    oldest,
                    newest,
                    cursor.damage(),
                    cursor.gaps(),
                    cursor.tornTails(),
                    slot.evictions(),
                    slot.refusals());
        }
    }

    /**
     * Bytes of the segments' files. Of a segment that is written to, not all of them have space on the disk yet; how many
     * do, Java does not tell.
     */
    long fileBytes() {
        return segments.stream().mapToLong(SegmentFile::bytes).sum();
    }

    /** Whether anything is wrong. */
    boolean damaged() {
        return checkpointDamaged || !damage.isEmpty() || !gaps.isEmpty();
    }

    private static @Nullable Instant time(byte[] array, int offset, int length) {
        try {
            return Times.of(EventReader.decode(array, offset, length));
        } catch (EventFormatException e) {
            return null; // no event, or none of a version that is known
        }
    }
}
