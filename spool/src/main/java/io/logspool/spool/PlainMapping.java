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
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A segment without Chronicle, which takes a few hundred milliseconds to load: entries begin at the file's first byte.
 * So events are durable from the first on, and the application does not wait for the load.
 */
final class PlainMapping implements SegmentMapping {

    static final String FILE = "segment.start";

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedByteBuffer memory;

    PlainMapping(RandomAccessFile file, int capacity) throws IOException {
        this.memory = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, capacity);
        memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public void write(long at, int check, long head, byte[] payload, int offset, int length) {
        int index = (int) at;
        memory.put(index + EntryFormat.PAYLOAD_AT, payload, offset, length);
        memory.putInt(index + EntryFormat.CHECK_AT, check);
        memory.putLong(index + EntryFormat.HEAD_AT, head);
        INT.setRelease(memory, index, EntryFormat.HEADER_BYTES + length);
    }

    @Override
    public void touch(long from, long to) {
        for (long at = from & -PAGE_BYTES; at < to; at += PAGE_BYTES) {
            INT.compareAndSet(memory, (int) at, 0, 0);
        }
    }

    @Override
    public void clear(long from, long to) {
        byte[] zeros = new byte[PAGE_BYTES];
        for (long at = from; at < to; at += zeros.length) {
            memory.put((int) at, zeros, 0, (int) Math.min(zeros.length, to - at));
        }
    }

    /**
     * Unmaps the memory, which otherwise would hold the disk of a deleted file until the garbage collector comes by. The
     * JDK has no other way for this than Unsafe before Java 22; where that is not to be had, it is left to the collector.
     */
    @Override
    public void close() {
        try {
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field unsafe = unsafeClass.getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            unsafeClass.getMethod("invokeCleaner", ByteBuffer.class).invoke(unsafe.get(null), memory);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return;
        }
    }
}
