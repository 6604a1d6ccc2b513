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
package io.logspool.event;

import java.util.Arrays;

/**
 * Cuts an entry that {@link EventWriter} wrote until it is no longer than a limit, in place.
 *
 * <p>Three steps, each only if the one before was not enough:
 *
 * <ol>
 *   <li>No string is longer than a common limit, the largest one with which the entry fits: so the longest are cut first.
 *   <li>No throwable has more than a number of frames, halved until the entry fits.
 *   <li>Diagnostic context, key-value pairs, markers, throwables and arguments share what is left: none is cut that needs less than
 *       its share, and what goes is its end.
 * </ol>
 */
final class EntryCutter {

    /** No string is cut below this, in bytes, if the limit of the entry is large enough. */
    private static final int TEXT_FLOOR = 256;

    private static final int MOST_FRAMES = 1024;

    /** Longest DROPPED_FRAMES, in bytes. */
    private static final int MAX_DROPPED_BYTES = 6;

    /** What the last step takes from, in the order of the shares. Section 0 is always kept. */
    private static final int SECTIONS = 6;

    private final byte[] bytes;
    private final int size;
    private final int limit;
    private final long[] needs = new long[SECTIONS];

    private int maxText;
    private int maxFrames = Integer.MAX_VALUE;

    // The token the walk is at.
    private int field;
    private int type;
    private int textStart;
    private int textLength;
    private long value;
    private int next;

    EntryCutter(byte[] bytes, int size, int limit) {
        this.bytes = bytes;
        this.size = size;
        this.limit = limit;
        this.maxText = limit;
    }

    /** Returns the new size. */
    int cut() {
        int floor = Math.min(TEXT_FLOOR, limit / 16);
        int low = floor;
        int high = limit;
        while (low < high) {
            maxText = low + (high - low + 1) / 2;
            if (measure() <= limit) {
                low = maxText;
            } else {
                high = maxText - 1;
            }
        }
        maxText = low;
        long need = measure();
        for (int frames = MOST_FRAMES; need > limit && frames > 0; frames /= 2) {
            maxFrames = frames;
            need = measure();
        }
        return write(need <= limit ? Long.MAX_VALUE : share());
    }

    /** The largest size of a section with which all fit together. */
    private long share() {
        long left = limit - needs[0];
        long[] sorted = Arrays.copyOfRange(needs, 1, SECTIONS);
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            int sharers = sorted.length - i;
            if (sorted[i] * sharers >= left) {
                return left / sharers;
            }
            left -= sorted[i];
        }
        return Long.MAX_VALUE;
    }

    /** Size of the entry, or a little more, with the strings and frames it may have; also by section. */
    private long measure() {
        Arrays.fill(needs, 0);
        needs[0] = EventFormat.HEAD_BYTES;
        int section = 0;
        int frames = 0;
        boolean dropped = false;
        for (int at = EventFormat.HEAD_BYTES; at < size; at = next) {
            token(at);
            section = section(section);
            if (startsGroup()) {
                frames = 0;
                dropped = false;
            }
            if (!isFrame() || frames < maxFrames) {
                needs[section] += length(at);
            } else if (!dropped) {
                needs[section] += MAX_DROPPED_BYTES;
                dropped = true;
            }
            if (frames < maxFrames) {
                frames += framesEnded();
            }
        }
        return Arrays.stream(needs).sum();
    }

    private int write(long share) {
        long[] used = new long[SECTIONS];
        boolean[] full = new boolean[SECTIONS];
        int out = EventFormat.HEAD_BYTES;
        int section = 0;
        int groupStart = EventFormat.HEAD_BYTES;
        int frames = 0;
        long dropped = 0;
        for (int at = EventFormat.HEAD_BYTES; at < size; at = next) {
            token(at);
            if (startsGroup()) {
                if (dropped > 0) {
                    out = writeDropped(out, dropped);
                    dropped = 0;
                }
                used[section] += out - groupStart;
                groupStart = out;
                section = section(section);
                frames = 0;
            }
            if (full[section]) {
                continue;
            }
            if (field == EventFormat.DROPPED_FRAMES) {
                dropped += value;
            } else if (isFrame() && frames >= maxFrames) {
                dropped += framesEnded();
            } else if (section != 0 && used[section] + (out - groupStart) + length(at) + MAX_DROPPED_BYTES > share) {
                full[section] = true;
                out = groupStart;
                dropped = 0;
            } else {
                frames += framesEnded();
                out = copy(at, out);
            }
        }
        return dropped > 0 ? writeDropped(out, dropped) : out;
    }

    private int copy(int at, int out) {
        if (!isCut()) {
            System.arraycopy(bytes, at, bytes, out, next - at);
            return out + next - at;
        }
        int kept = maxText;
        while (kept > 0 && (bytes[textStart + kept] & 0xC0) == 0x80) {
            kept--;
        }
        bytes[out] = bytes[at];
        int target = EntryBuffer.writeVarint(bytes, out + 1, kept);
        System.arraycopy(bytes, textStart, bytes, target, kept);
        return target + kept;
    }

    private int writeDropped(int out, long dropped) {
        bytes[out] = (byte) (EventFormat.DROPPED_FRAMES << 3 | EventFormat.VARINT);
        return EntryBuffer.writeVarint(bytes, out + 1, dropped);
    }

    private int length(int at) {
        if (!isCut()) {
            return next - at;
        }
        return 1 + EventFormat.varintSize(maxText) + maxText;
    }

    /** The entry is our own: it needs no checks. */
    private void token(int at) {
        int tag = bytes[at];
        field = EventFormat.field(tag & 0xFF);
        type = EventFormat.type(tag);
        next = at + 1;
        switch (type) {
            case EventFormat.FIXED64 -> next += 8;
            case EventFormat.FIXED32 -> next += 4;
            case EventFormat.BOOLEAN -> next += 1;
            case EventFormat.EMPTY -> {}
            default -> {
                value = 0;
                for (int shift = 0; ; shift += 7) {
                    int b = bytes[next++];
                    value |= (long) (b & 0x7F) << shift;
                    if (b >= 0) {
                        break;
                    }
                }
                if (type == EventFormat.BYTES || type == EventFormat.CODED) {
                    textStart = next;
                    textLength = (int) value;
                    next += textLength;
                }
            }
        }
    }

    private boolean isCut() {
        return type == EventFormat.BYTES && textLength > maxText;
    }

    private boolean isFrame() {
        return field >= EventFormat.FRAME && field <= EventFormat.FRAME_LINE;
    }

    /** How many frames the token completes. */
    private int framesEnded() {
        return switch (field) {
            case EventFormat.FRAME, EventFormat.FRAME_LINE -> 1;
            case EventFormat.NEXT_FRAMES -> (int) value;
            default -> 0;
        };
    }

    /** Whether the token begins something that is kept or left out as a whole. */
    private boolean startsGroup() {
        return switch (field) {
            case EventFormat.MDC_VALUE,
                    EventFormat.KV_VALUE,
                    EventFormat.THROWABLE_CLASS,
                    EventFormat.THROWABLE_MESSAGE,
                    EventFormat.THROWABLE_TEXT,
                    EventFormat.COMMON_FRAMES,
                    EventFormat.DROPPED_FRAMES -> false;
            default -> !isFrame();
        };
    }

    private int section(int current) {
        return switch (field) {
            case EventFormat.MDC_KEY -> 1;
            case EventFormat.KV_KEY -> 2;
            case EventFormat.MARKER -> 3;
            case EventFormat.THROWABLE -> 4;
            case EventFormat.ARGUMENT -> 5;
            default -> startsGroup() ? 0 : current;
        };
    }
}
