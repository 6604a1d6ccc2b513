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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A numbered directory, {@code <service directory>/<n>}, with two locks: who has that on {@code lock} owns the slot and
 * writes to it; who has that on {@code ship.lock} reads it, and moves its checkpoint.
 */
final class Slot implements AutoCloseable {

    static final String LOCK_FILE = "lock";
    static final String SHIP_LOCK_FILE = "ship.lock";

    /** More slots than any machine has processes of one service. */
    private static final int MAX_SLOTS = 4096;

    /** An adopted slot has this name, and more behind it, while it is deleted. */
    static final String GONE_PREFIX = ".gone-";

    private static final int CLAIM_TRIES = 10;

    private final Path directory;
    private SlotLock owner;
    private @Nullable SlotLock shipper;

    private Slot(Path directory, SlotLock owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /** Claims the free slot with the lowest number. */
    static Slot claim(Path serviceDirectory) throws IOException {
        PrivateFiles.createDirectories(serviceDirectory);
        Path real = serviceDirectory.toRealPath();
        for (int n = 0; n < MAX_SLOTS; n++) {
            Path directory = real.resolve(Integer.toString(n));
            SlotLock owner = tryClaim(directory);
            if (owner != null) {
                return new Slot(directory, owner);
            }
        }
        throw new IOException("all " + MAX_SLOTS + " slots of " + serviceDirectory + " are taken");
    }

    /** Null if it is taken, or is being removed. */
    private static @Nullable SlotLock tryClaim(Path directory) throws IOException {
        for (int i = 0; i < CLAIM_TRIES; i++) {
            try {
                PrivateFiles.createDirectories(directory);
                return SlotLock.tryClaim(directory.resolve(LOCK_FILE));
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (Files.exists(directory) && !Files.isDirectory(directory)) {
                    throw e;
                }
                // An agent that had adopted the slot has just removed it.
            }
        }
        return null;
    }

    Path directory() {
        return directory;
    }

    /** Any thread: takes the right to read and to move the checkpoint; false if another has it, or this one already. */
    synchronized boolean claimShipping() throws IOException {
        if (shipper != null) {
            return false;
        }
        shipper = SlotLock.tryClaim(directory.resolve(SHIP_LOCK_FILE));
        return shipper != null;
    }

    synchronized boolean isShipping() {
        return shipper != null;
    }

    synchronized void releaseShipping() throws IOException {
        if (shipper != null) {
            shipper.close();
            shipper = null;
        }
    }

    /** Whether nobody has removed what keeps others out. */
    synchronized boolean isThere() throws IOException {
        return owner.isThere();
    }

    /**
     * Claims the slot once more, and makes it where it is gone, after somebody removed it or its locks.
     *
     * @return false if another process was faster; then this one has no part in it any more
     */
    synchronized boolean claimAgain() throws IOException {
        boolean shipping = shipper != null && !shipper.isThere();
        if (shipping) {
            releaseShipping();
        }
        owner.close();
        SlotLock again = tryClaim(directory);
        if (again == null) {
            return false;
        }
        owner = again;
        if (shipping) {
            claimShipping();
        }
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            releaseShipping();
        } finally {
            owner.close();
        }
    }
}
