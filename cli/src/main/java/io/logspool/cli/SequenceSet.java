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

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of sequences: a bit for each, in chunks; a chunk that is full is no more than a mark. So an incarnation that
 * arrived whole takes next to nothing, and another a bit for each sequence. One thread.
 */
final class SequenceSet {

    private static final int CHUNK_BITS = 1 << 16;
    private static final int WORD_BITS = 64;

    /** Gets runs of sequences, in order. */
    interface Runs {
        void run(long first, long last);
    }

    private static final class Chunk {
        private long @Nullable [] words = new long[CHUNK_BITS / WORD_BITS];
        private int size;
    }

    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
    private long size;
    private long lastIndex = -1;
    private @Nullable Chunk last;

    /** False if it was there already. */
    boolean add(long sequence) {
        Chunk chunk = chunk(sequence / CHUNK_BITS);
        long[] words = chunk.words;
        if (words == null) {
            return false;
        }
        int bit = (int) (sequence % CHUNK_BITS);
        long mask = 1L << (bit % WORD_BITS);
        if ((words[bit / WORD_BITS] & mask) != 0) {
            return false;
        }
        words[bit / WORD_BITS] |= mask;
        size++;
        if (++chunk.size == CHUNK_BITS) {
            chunk.words = null;
        }
        return true;
    }

    long size() {
        return size;
    }

    /** 0 if there is none. */
    long highest() {
        if (chunks.isEmpty()) {
            return 0;
        }
        long end = (chunks.lastKey() + 1) * CHUNK_BITS - 1;
        while (end > 0 && !contains(end)) {
            end--;
        }
        return end;
    }

    boolean contains(long sequence) {
        Chunk chunk = chunks.get(sequence / CHUNK_BITS);
        if (chunk == null) {
            return false;
        }
        long[] words = chunk.words;
        int bit = (int) (sequence % CHUNK_BITS);
        return words == null || (words[bit / WORD_BITS] & 1L << (bit % WORD_BITS)) != 0;
    }

    /** What is not there, from one sequence to another. */
    void missing(long first, long last, Runs runs) {
        long begin = -1;
        long at = first;
        while (at <= last) {
            Chunk chunk = chunks.get(at / CHUNK_BITS);
            boolean uniform = chunk == null || chunk.words == null;
            boolean there = uniform ? chunk != null : contains(at);
            if (there && begin >= 0) {
                runs.run(begin, at - 1);
                begin = -1;
            } else if (!there && begin < 0) {
                begin = at;
            }
            at = uniform ? (at / CHUNK_BITS + 1) * CHUNK_BITS : at + 1;
        }
        if (begin >= 0) {
            runs.run(begin, last);
        }
    }

    private Chunk chunk(long index) {
        Chunk known = last;
        if (known == null || index != lastIndex) {
            known = chunks.computeIfAbsent(index, unused -> new Chunk());
            last = known;
            lastIndex = index;
            if (index == 0 && known.size == 0 && known.words != null) {
                known.words[0] = 1; // there is no sequence 0
                known.size = 1;
            }
        }
        return known;
    }
}
