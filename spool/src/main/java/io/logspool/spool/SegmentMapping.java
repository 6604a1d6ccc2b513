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

import java.io.IOException;

/**
 * The memory of a segment that is written to: its file, mapped whole.
 *
 * <p>{@link #write} under the spool's append lock; the rest on the spool's thread. The file may be shorter on disk than
 * what is mapped: only what was allocated may be written to or touched.
 */
interface SegmentMapping {

    /** A page of the processor's. Where pages are larger, each is touched more than once. */
    int PAGE_BYTES = 4096;

    /** Where the first entry goes, in bytes from the beginning of the file. */
    long start();

    /** Writes an entry; its word last, which makes it one for readers, in this process and in others. */
    void write(long at, int check, long head, byte[] payload, int offset, int length);

    /**
     * Has the operating system map these pages for writing, so that the appending thread meets no page fault. Changes no
     * byte, also of those that are written to meanwhile.
     */
    void touch(long from, long to);

    /** Overwrites with zeros what no reader needs any more. */
    void clear(long from, long to);

    /** Nothing may be written or touched any more. */
    void close() throws IOException;
}
