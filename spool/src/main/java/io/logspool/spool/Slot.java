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
 * A numbered directory that one writer owns, {@code <service directory>/<n>}, by a lock of the operating system on
 * its file {@code lock}. The lock ends with the process, however the process ends.
 *
 * <p>POSIX gives up every lock that a process holds on a file as soon as the process closes any descriptor of it
 * (fcntl(2)). So a slot that this JVM holds already, perhaps through another class loader, is never opened a second
 * time: each held slot has a system property, which all class loaders see.
 */
final class Slot implements AutoCloseable {

    static final String LOCK_FILE = "lock";

    /** More slots than any machine has processes of one service. */
    private static final int MAX_SLOTS = 4096;

    private static final String HELD_KEY = "io.logspool.spool.held.";

    private final Path directory;
    private final String heldKey;
    private final FileChannel channel;

    private Slot(Path directory, String heldKey, FileChannel channel) {
        this.directory = directory;
        this.heldKey = heldKey;
        this.channel = channel;
    }

    /** Claims the free slot with the lowest number. */
    static Slot claim(Path serviceDirectory) throws IOException {
        PrivateFiles.createDirectories(serviceDirectory);
        Path real = serviceDirectory.toRealPath();
        for (int n = 0; n < MAX_SLOTS; n++) {
            Slot slot = tryClaim(real.resolve(Integer.toString(n)));
            if (slot != null) {
                return slot;
            }
        }
        throw new IOException("all " + MAX_SLOTS + " slots of " + serviceDirectory + " are taken");
    }

    private static @Nullable Slot tryClaim(Path directory) throws IOException {
        PrivateFiles.createDirectories(directory);
        Path file = directory.resolve(LOCK_FILE);
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
                    PrivateFiles.fileAttributes(directory));
            claimed = channel.tryLock() != null;
            return claimed ? new Slot(directory, heldKey, channel) : null;
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

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.getProperties().remove(heldKey);
    }
}
