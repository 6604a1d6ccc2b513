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
package io.logspool.encode;

/** The chars of a JSON text as UTF-8. A surrogate without its other half becomes U+FFFD. */
final class JsonText {

    /** Chars that are written between two looks at the buffer's length. */
    private static final int PIECE = 1024;

    /** A char takes six bytes at the most: an escape by number. */
    private static final int MOST_BYTES = 6;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    /** Of every char below 128: 0 if it is written as it is, 1 if by its number, else the letter of its escape. */
    private static final byte[] ESCAPES = escapes();

    private JsonText() {}

    /** Writes the chars of a text without quotes. */
    static void write(String text, ByteArrayOutput out) {
        int to = text.length();
        for (int begin = 0; begin < to; ) {
            int end = Math.min(to, begin + PIECE);
            if (end < to && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            piece(text, begin, end, out);
            begin = end;
        }
    }

    private static void piece(String text, int from, int to, ByteArrayOutput out) {
        byte[] bytes = out.reserve(MOST_BYTES * (to - from));
        int at = out.length();
        int i = from;
        for (; i < to; i++) { // nearly every text is all of this kind
            char c = text.charAt(i);
            if (c >= 0x80 || ESCAPES[c] != 0) {
                break;
            }
            bytes[at++] = (byte) c;
        }
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                byte escape = ESCAPES[c];
                if (escape == 0) {
                    bytes[at++] = (byte) c;
                } else {
                    bytes[at++] = '\\';
                    at = escape(c, escape, bytes, at);
                }
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | (c >> 6));
                bytes[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                at = pair(Character.toCodePoint(c, text.charAt(++i)), bytes, at);
            } else {
                char whole = Character.isSurrogate(c) ? WellFormed.REPLACEMENT : c;
                bytes[at++] = (byte) (0xE0 | (whole >> 12));
                bytes[at++] = (byte) (0x80 | ((whole >> 6) & 0x3F));
                bytes[at++] = (byte) (0x80 | (whole & 0x3F));
            }
        }
        out.length(at);
    }

    private static int escape(char c, byte letter, byte[] bytes, int begin) {
        int at = begin;
        if (letter != 1) {
            bytes[at++] = letter;
            return at;
        }
        bytes[at++] = 'u';
        bytes[at++] = '0';
        bytes[at++] = '0';
        bytes[at++] = HEX[c >> 4];
        bytes[at++] = HEX[c & 0xF];
        return at;
    }

    private static int pair(int codePoint, byte[] bytes, int begin) {
        int at = begin;
        bytes[at++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[at++] = (byte) (0x80 | (codePoint & 0x3F));
        return at;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        for (int c = 0; c < ' '; c++) {
            escapes[c] = 1;
        }
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }
}
