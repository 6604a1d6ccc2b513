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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a file, which ends with the process, however the process ends.
 *
 * <p>POSIX gives up every lock that a process holds on a file as soon as the process closes any descriptor of it
 * (fcntl(2)). So a file that this JVM has locked already, perhaps through another class loader, is never opened a second
 * time: each held lock has a system property, which all class loaders see.
 */
final class SlotLock implements AutoCloseable {

    private static final String HELD_KEY = "io.logspool.spool.held.";

    private final String heldKey;
    private final FileChannel channel;

    private SlotLock(String heldKey, FileChannel channel) {
        this.heldKey = heldKey;
        this.channel = channel;
    }

    /**
     * Takes the lock; null if somebody has it, in this process or in another.
     *
     * @param file made if it is not there; by its real path, so that each file has one name
     */
    static @Nullable SlotLock tryClaim(Path file) throws IOException {
        String heldKey = HELD_KEY + file;
        if (System.getProperties().putIfAbsent(heldKey, "") != null) {
            return null;
        }
        FileChannel channel = null;
        boolean claimed = false;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateFiles.fileAttributes(file.toAbsolutePath()));
            claimed = channel.tryLock() != null;
            return claimed ? new SlotLock(heldKey, channel) : null;
        } catch (OverlappingFileLockException e) {
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

    @Override
    public void close() throws IOException {
        channel.close();
        System.getProperties().remove(heldKey);
    }
}
