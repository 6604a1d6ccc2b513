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

import org.jspecify.annotations.Nullable;

/** Puts frames together from their tokens. */
final class FrameAssembler {

    private @Nullable String origin;
    private @Nullable String className;
    private @Nullable String method;
    private @Nullable String file;

    /** Takes a token of a frame that is written out; returns the frame if it is the last one of it. */
    @Nullable
    StackFrame token(EntryCursor at) throws EventFormatException {
        switch (at.field) {
            case EventFormat.FRAME_ORIGIN -> origin = at.text();
            case EventFormat.FRAME_CLASS -> className = at.text();
            case EventFormat.FRAME_METHOD -> method = at.text();
            case EventFormat.FRAME_FILE -> file = at.text();
            default -> {
                return finish(at);
            }
        }
        return null;
    }

    void requireComplete(EntryCursor at) throws EventFormatException {
        if (className != null || method != null) {
            throw at.damaged("a frame has no end");
        }
    }

    private StackFrame finish(EntryCursor at) throws EventFormatException {
        at.require(EventFormat.VARINT);
        long line = EventFormat.unzigzag(at.value);
        if (className == null || method == null || line != (int) line) {
            throw at.damaged("a frame has no class, no method or no line");
        }
        StackFrame frame = new StackFrame(origin, className, method, file, (int) line);
        origin = null;
        className = null;
        method = null;
        file = null;
        return frame;
    }
}
