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

import io.logspool.spool.SegmentFile;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;

/** How much there is in a slot. */
final class SlotBytes {

    private SlotBytes() {}

    /** Bytes of the files behind a position; a file that is written to may have zeros at its end. */
    static long behind(SlotView slot, SpoolPosition position) throws IOException {
        long bytes = 0;
        for (SegmentFile segment : slot.segments()) {
            if (segment.number() > position.segment()) {
                bytes += segment.bytes();
            } else if (segment.number() == position.segment()) {
                bytes += Math.max(0, segment.bytes() - position.offset());
            }
        }
        return bytes;
    }
}
