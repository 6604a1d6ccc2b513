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

/**
 * The layout of a definition: what a number stands for, in the page that the definition is in.
 *
 * <pre>
 *  byte 0      1        2 ...
 *  +----------+--------+---------------+------------------------------------------------+
 *  | version  | kind   | number        | NAME   a string                                |
 *  | 2        | 1 or 2 | VARINT        | FRAME  line (VARINT zigzag), then four strings |
 *  +----------+--------+---------------+------------------------------------------------+
 *
 *  string               VARINT length, then as many bytes of UTF-8
 *  strings of a frame   origin, class, method, file: each a byte 1 and a string, or 0: null
 * </pre>
 *
 * Numbers of a page are dense from 0. The numbers of an event that has been written were all defined before it.
 *
 * @param value a {@link String} or a {@link StackFrame}
 */
record Definition(int number, Object value) {

    private static final int NAME = 1;
    private static final int FRAME = 2;

    /** Length of what a frame is defined by, in chars. */
    static int chars(StackTraceElement frame) {
        // Class loader, module and its version are what the origin is made of.
        String file = frame.getFileName();
        return frame.getClassName().length()
                + frame.getMethodName().length()
                + (file == null ? 0 : file.length())
                + length(frame.getClassLoaderName())
                + length(frame.getModuleName())
                + length(frame.getModuleVersion());
    }

    static void put(EntryBuffer out, int number, String name) {
        head(out, NAME, number);
        out.putText(name, Integer.MAX_VALUE);
    }

    static void put(EntryBuffer out, int number, StackTraceElement frame) {
        head(out, FRAME, number);
        out.putVarint(EventFormat.zigzag(frame.getLineNumber()));
        string(out, StackFrame.origin(frame));
        string(out, frame.getClassName());
        string(out, frame.getMethodName());
        string(out, frame.getFileName());
    }

    /**
     * Reads a definition.
     *
     * @throws EventFormatException if the bytes are not one
     */
    static Definition read(byte[] array, int offset, int length) throws EventFormatException {
        EntryCursor in = new EntryCursor(array, offset, length, PageDefinitions.NONE);
        int version = in.readByte();
        if (version != EventFormat.VERSION) {
            throw in.damaged("version " + version + " of a definition is not known");
        }
        int kind = in.readByte();
        long number = in.readVarint();
        if (number < 0 || number >= PageDictionary.MAX_NUMBERS) {
            throw in.damaged("number " + number + " is not one of a page");
        }
        Object value = switch (kind) {
            case NAME -> in.readText();
            case FRAME -> frame(in);
            default -> throw in.damaged("kind " + kind + " of a definition is not known");
        };
        if (in.remaining() != 0) {
            throw in.damaged("something follows the definition");
        }
        return new Definition((int) number, value);
    }

    private static StackFrame frame(EntryCursor in) throws EventFormatException {
        long line = EventFormat.unzigzag(in.readVarint());
        String origin = string(in);
        String className = string(in);
        String method = string(in);
        String file = string(in);
        if (className == null || method == null || line != (int) line) {
            throw in.damaged("a frame has no class, no method or no line");
        }
        return new StackFrame(origin, className, method, file, (int) line);
    }

    private static void head(EntryBuffer out, int kind, int number) {
        out.putByte(EventFormat.VERSION);
        out.putByte(kind);
        out.putVarint(number);
    }

    private static void string(EntryBuffer out, @Nullable String text) {
        if (text == null) {
            out.putByte(0);
            return;
        }
        out.putByte(1);
        out.putText(text, Integer.MAX_VALUE);
    }

    private static @Nullable String string(EntryCursor in) throws EventFormatException {
        return in.readByte() == 0 ? null : in.readText();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
