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
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a file, which ends with the process, however the process ends.
 *
 * <p>POSIX gives up every lock that a process holds on a file as soon as the process closes any descriptor of it
 * (fcntl(2)). So a file that this JVM has locked already, perhaps through another class loader, is never opened a second
 * time: each held lock has a system property, which all class loaders see. Should it be opened all the same, because the
 * properties were replaced or the file has another name, it stays open.
 */
final class SlotLock implements AutoCloseable {

    private static final String HELD_KEY = "io.logspool.spool.held.";

    /** By file: opened, and not to be closed, since somebody in this JVM has the lock. Tried again when it is wanted again. */
    private static final Map<Object, FileChannel> KEPT_OPEN = new ConcurrentHashMap<>();

    private final String heldKey;
    private final FileChannel channel;
    private final Path file;
    private final @Nullable Object fileKey;

    private SlotLock(String heldKey, FileChannel channel, Path file, @Nullable Object fileKey) {
        this.heldKey = heldKey;
        this.channel = channel;
        this.file = file;
        this.fileKey = fileKey;
    }

    /**
     * Takes the lock; null if somebody has it, in this process or in another.
     *
     * @param file made if it is not there; by its real path, so that each file has one name
     * @throws NoSuchFileException if its directory is not there, or was removed before the lock was taken
     */
    static @Nullable SlotLock tryClaim(Path file) throws IOException {
        return tryClaim(file, true);
    }

    /**
     * As {@link #tryClaim(Path)}, of a file that has to be there already.
     *
     * @return null also if it is not
     */
    static @Nullable SlotLock tryClaimExisting(Path file) throws IOException {
        try {
            return tryClaim(file, false);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * A lock on a file that has meanwhile been deleted locks nobody out: whoever comes next makes another. So the file that
     * was there before it was opened has to be there still when it is locked. (An open file's number is not given to
     * another one.)
     */
    private static @Nullable SlotLock tryClaim(Path file, boolean create) throws IOException {
        String heldKey = HELD_KEY + file;
        if (System.getProperties().putIfAbsent(heldKey, "") != null) {
            return null;
        }
        FileChannel channel = null;
        Object before = null;
        boolean claimed = false;
        try {
            if (create && !Files.exists(file)) {
                create(file);
            }
            before = fileKey(file);
            channel = before == null ? null : KEPT_OPEN.remove(before);
            channel = channel == null ? FileChannel.open(file, StandardOpenOption.WRITE) : channel;
            if (channel.tryLock() == null) {
                return null;
            }
            if (!Objects.equals(before, fileKey(file))) {
                throw new NoSuchFileException(file.toString());
            }
            claimed = true;
            return new SlotLock(heldKey, channel, file, before);
        } catch (OverlappingFileLockException e) {
            if (before != null) {
                KEPT_OPEN.put(before, channel);
                channel = null;
            }
            return null;
        } finally {
            if (!claimed) {
                if (channel != null) {
                    channel.close();
                }
                System.getProperties().remove(heldKey);
            }
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PrivateFiles.fileAttributes(file.toAbsolutePath()));
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
            return;
        }
    }

    /** Null where the system has no such thing, and does not delete an open file either. */
    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Whether the file is the one that was locked, and so keeps others out. Any thread. */
    boolean isThere() throws IOException {
        try {
            return Objects.equals(fileKey, fileKey(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.getProperties().remove(heldKey);
    }
}
