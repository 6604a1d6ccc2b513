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
package io.logspool.testing.appender;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deploys and undeploys an application again and again, and fails if anything of it is left. */
final class Redeployments {

    private static final int DEPLOYMENTS = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** How the directory begins in which the spool tries Chronicle out. */
    private static final String LOADING = "loading-";

    private final Class<?> application;
    private final Path directory;
    private final Set<Thread> threadsBefore = threads();

    private Redeployments(Class<?> application, Path directory) {
        this.application = application;
        this.directory = directory;
    }

    /** Takes the application's class and the directory of the spool. */
    public static void main(String[] args) throws Exception {
        new Redeployments(Class.forName(args[0]), Path.of(args[1])).run();
    }

    private void run() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            loaders.add(deployAndUndeploy());
        }

        await("threads that end", () -> newThreads().isEmpty(), this::newThreads);
        await("files that are closed", () -> openFiles().isEmpty(), this::openFiles);
        forgetRecords();
        await("class loaders that are unloaded", () -> alive(loaders) == 0, () -> alive(loaders));
    }

    private WeakReference<ClassLoader> deployAndUndeploy() throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Set<Path> before = segmentsOfChronicle();
        Consumer<Boolean> deployed = start(loader);
        BooleanSupplier begun = () -> {
            deployed.accept(false);
            return !before.containsAll(segmentsOfChronicle());
        };
        // So long as there are only segments without Chronicle, less can be left.
        await("a segment of Chronicle's", begun, () -> before);
        deployed.accept(true);
        loader.close();
        Thread.currentThread().setContextClassLoader(Redeployments.class.getClassLoader());
        return new WeakReference<>(loader);
    }

    @SuppressWarnings("unchecked") // what the class says of itself; it is of another class loader
    private Consumer<Boolean> start(ClassLoader loader) throws ReflectiveOperationException {
        Function<List<String>, Consumer<Boolean>> made = (Function<List<String>, Consumer<Boolean>>)
                loader.loadClass(application.getName()).getConstructor().newInstance();
        return made.apply(List.of(
                "service.name=orders",
                "spool.dir=" + directory,
                "spool.segment-bytes=1MiB",
                "spool.max-event-bytes=64KiB",
                "spool.min-free-bytes=0",
                "spool.block-timeout=10s",
                "ship.close-timeout=200ms",
                "mask.word=secret word",
                "kafka.bootstrap.servers=127.0.0.1:1"));
    }

    private Set<Path> segmentsOfChronicle() {
        if (!Files.exists(directory)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4t")
                            && !file.toString().contains(LOADING))
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException changing) {
            return Set.of();
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Those that applications start; the JVM's own are in other groups. */
    private static Set<Thread> threads() {
        Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
        all.removeIf(thread -> {
            ThreadGroup group = thread.getThreadGroup();
            return group == null || group.getParent() == null || group.getName().equals("InnocuousThreadGroup");
        });
        return all;
    }

    private Set<Thread> newThreads() {
        Set<Thread> left = threads();
        left.removeAll(threadsBefore);
        return left;
    }

    private List<String> openFiles() {
        List<String> open = new ArrayList<>();
        Path self = Path.of("/proc/self");
        if (!Files.isDirectory(self)) {
            return open;
        }
        try (Stream<Path> descriptors = Files.list(self.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith(directory.toString())) {
                    open.add(target);
                }
            }
            Files.readAllLines(self.resolve("maps")).stream()
                    .filter(line -> line.contains(directory.toString()))
                    .forEach(open::add);
        } catch (IOException e) {
            open.add(e.toString());
        }
        return open;
    }

    /** Nothing, if it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private record Compared(Object part) {}

    private record Whole(Compared compared) {}

    /** Java 17 remembers, for good, the class of the record whose {@code equals} was linked last, whoever's it is. */
    private static void forgetRecords() {
        Whole one = new Whole(new Compared(1));
        if (!one.equals(new Whole(new Compared(1))) || one.hashCode() == 0) {
            throw new IllegalStateException("records that are equal are not");
        }
    }

    /** Soft references go only when memory is short, so it is made short. */
    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        List<byte[]> filling = new ArrayList<>();
        try {
            while (filling.size() < Integer.MAX_VALUE) {
                filling.add(new byte[1 << 20]);
            }
        } catch (OutOfMemoryError full) {
            filling.clear();
        }
        System.gc();
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static void await(String what, BooleanSupplier condition, Supplier<Object> seen) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited for " + what + " in vain: " + seen.get());
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
