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
package io.logspool.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory that is gone after the run; when the JVM ends at the latest, as JMH tears nothing down after a failure. */
final class WorkDirectory implements AutoCloseable {

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @param parent on the disk that is to be measured; empty for the directory {@code java.io.tmpdir} names
     */
    static WorkDirectory create(String parent) throws IOException {
        Path above = Path.of(parent.isEmpty() ? System.getProperty("java.io.tmpdir") : parent);
        WorkDirectory created =
                new WorkDirectory(Files.createTempDirectory(Files.createDirectories(above), "logspool-benchmark-"));
        Runtime.getRuntime().addShutdownHook(new Thread(created::deleteAtExit));
        return created;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                deleteRecursively(path);
                return;
            } catch (DirectoryNotEmptyException e) {
                // A thread that was told to end has not yet: on a busy machine an agent's close does not wait for it.
                if (System.nanoTime() - begin > LONGEST_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private void deleteAtExit() {
        try {
            if (Files.exists(path)) {
                close();
            }
        } catch (IOException e) {
            System.err.println("left behind: " + path + ": " + e);
        }
    }

    static void deleteRecursively(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e.getCause();
            }
        }
    }
}
