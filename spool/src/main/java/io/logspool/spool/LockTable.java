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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock, by the kernel's own list, {@code /proc/locks} (proc_locks(5)).
 *
 * <p>Nothing is opened or locked. Trying the lock would tell the same, but whoever wanted to claim the slot at that
 * instant would take the next one; and in the owner's own process it would end the owner's lock.
 *
 * <p>The list has one line for each lock: {@code 1: POSIX ADVISORY WRITE <pid> <major>:<minor>:<inode> <from> <to>},
 * device in hexadecimal. It leaves out processes that the reader's process id namespace does not see.
 */
final class LockTable {

    /** Of the namespace that sees every process; see {@code PROC_PID_INIT_INO} in linux/proc_ns.h. */
    private static final String INITIAL_NAMESPACE = "pid:[4026531836]";

    private static final Pattern FIELDS = Pattern.compile("\\s+");
    private static final int LOOKS = 2;

    private static final SlotOwner FREE = new SlotOwner(SlotOwner.State.FREE, 0);
    private static final SlotOwner UNKNOWN = new SlotOwner(SlotOwner.State.UNKNOWN, 0);

    private final Path proc;

    /**
     * Makes a table.
     *
     * @param proc where procfs is mounted
     */
    LockTable(Path proc) {
        this.proc = proc;
    }

    SlotOwner ownerOf(Path lockFile) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(lockFile, "unix:dev,ino");
            long device = ((Number) attributes.getOrDefault("dev", 0L)).longValue();
            long inode = ((Number) attributes.getOrDefault("ino", 0L)).longValue();
            // The kernel gives out a long list in pieces, and one that changes meanwhile can lack a line.
            for (int look = 0; look < LOOKS; look++) {
                for (String line : Files.readAllLines(proc.resolve("locks"))) {
                    SlotOwner owner = holder(line, deviceName(device), inode, lockFile);
                    if (owner != null) {
                        return owner;
                    }
                }
            }
            return seesAllProcesses() ? FREE : UNKNOWN;
        } catch (NoSuchFileException e) {
            return Files.exists(lockFile) ? UNKNOWN : FREE;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return UNKNOWN; // not Linux
        }
    }

    private @Nullable SlotOwner holder(String line, String device, long inode, Path lockFile) {
        List<String> fields = FIELDS.splitAsStream(line.trim()).toList();
        // A line with an arrow is one who waits.
        if (fields.size() < 8
                || !fields.get(1).equals("POSIX")
                || !fields.get(3).equals("WRITE")) {
            return null;
        }
        String file = fields.get(5);
        int colon = file.lastIndexOf(':');
        if (!file.substring(colon + 1).equals(Long.toString(inode))) {
            return null;
        }
        // Some file systems (overlayfs, btrfs) tell programs another device than the kernel's own.
        if (!file.substring(0, Math.max(0, colon)).equals(device) && !hasOpen(fields.get(4), lockFile)) {
            return null;
        }
        return new SlotOwner(SlotOwner.State.HELD, Long.parseLong(fields.get(4)));
    }

    private boolean hasOpen(String processId, Path lockFile) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(proc.resolve(processId).resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.exists(descriptor) && Files.isSameFile(descriptor, lockFile)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // another user's process, or one that is gone
        }
    }

    private boolean seesAllProcesses() {
        try {
            return Files.readSymbolicLink(proc.resolve("self/ns/pid"))
                    .toString()
                    .equals(INITIAL_NAMESPACE);
        } catch (IOException e) {
            return false;
        }
    }

    /** As the kernel prints it; the C library's {@code makedev} spreads the two numbers over 64 bits. */
    private static String deviceName(long device) {
        long major = ((device >>> 8) & 0xFFF) | ((device >>> 32) & ~0xFFFL);
        long minor = (device & 0xFF) | ((device >>> 12) & ~0xFFL);
        return String.format("%02x:%02x", major & 0xFFFF_FFFFL, minor & 0xFFFF_FFFFL);
    }
}
