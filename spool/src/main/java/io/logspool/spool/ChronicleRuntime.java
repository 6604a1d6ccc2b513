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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;
import net.openhft.chronicle.core.shutdown.PriorityHook;

/**
 * Makes Chronicle run without a JVM flag, and quietly.
 *
 * <p>Chronicle reaches into packages of {@code java.base} that are closed by default, which otherwise takes {@code
 * --add-opens} on the command line. Here the same is done from code, once, before the first Chronicle class is
 * initialised, and for Chronicle's modules alone. The way there is the trusted {@link MethodHandles.Lookup}, read
 * through {@code sun.misc.Unsafe}; Java 24 and later print one warning about that class, as they would for
 * Chronicle's own use of it.
 */
final class ChronicleRuntime {

    private static final String[] PACKAGES = {
        "java.io",
        "java.lang",
        "java.lang.reflect",
        "java.nio",
        "java.util",
        "jdk.internal.misc",
        "jdk.internal.ref",
        "sun.nio.ch",
    };

    /** One class of each Chronicle jar that reaches into the JDK; on the module path each is a module. */
    private static final String[] REACHING_CLASSES = {
        "net.openhft.chronicle.core.Jvm",
        "net.openhft.chronicle.bytes.Bytes",
        "net.openhft.chronicle.wire.Wire",
        "net.openhft.chronicle.queue.ChronicleQueue",
        "net.openhft.chronicle.threads.Pauser",
    };

    /** No usage reports to anybody, no banner, no thread that watches the disk (the spool does). */
    private static final String[] OFF = {
        "chronicle.analytics.disable", "chronicle.announcer.disable", "chronicle.disk.monitor.disable",
    };

    /** How the directory is called in which Chronicle is tried out, before anything depends on it. */
    static final String LOADING = "loading-";

    /** Disk that {@link #load} takes for a moment. */
    static final long LOADING_BYTES = ChronicleMapping.HEAD_BYTES * 2L + ChronicleMapping.METADATA_BYTES;

    private static volatile boolean loaded;

    private ChronicleRuntime() {}

    /** Whether Chronicle's classes are loaded and work. */
    static boolean isLoaded() {
        return loaded;
    }

    /**
     * Loads Chronicle, by making a small queue and deleting it again; returns at once if that was done before. Takes a
     * few hundred milliseconds, on a thread that nobody waits for: the application may hold locks of its logging
     * framework, which Chronicle's first class asks for a logger.
     *
     * @throws IOException if there is no disk for it
     * @throws IllegalStateException if this JVM does not let itself be opened
     */
    static synchronized void load(Path slotDirectory, Incarnation incarnation) throws IOException {
        if (loaded) {
            return;
        }
        open();
        silence();
        Path directory = slotDirectory.resolve(LOADING + incarnation.id());
        boolean ours = PriorityHook.getRegisteredHook() == null;
        try {
            Segment segment = Segment.fresh(new SegmentName(1, incarnation), directory, true);
            int capacity = 2 * ChronicleMapping.HEAD_BYTES;
            SegmentWriter.chronicle(Machine.REAL, segment, capacity, new byte[1], capacity)
                    .close();
        } finally {
            PrivateFiles.deleteRecursively(directory);
            if (ours) {
                leaveNothingRunning();
            }
        }
        loaded = true;
    }

    /**
     * Ends the thread that would release memory in the background, and takes away the shutdown hook that belongs to it:
     * both would keep the class loader of an application that is undeployed. From then on whoever closes a segment
     * releases it, and that is the spool's thread. Not for an application that had Chronicle before us.
     */
    private static void leaveNothingRunning() {
        // In this order: what it is about to release would otherwise come behind the mark that ends it, and stay.
        BackgroundResourceReleaser.releasePendingResources();
        BackgroundResourceReleaser.stop();
        try {
            PriorityHook.clear();
        } catch (IllegalStateException e) {
            // The JVM is ending, and the class loader with it.
            return;
        }
    }

    /** Opens the JDK to Chronicle, and switches off what it would do unasked. */
    private static void open() {
        for (String property : OFF) {
            System.getProperties().putIfAbsent(property, "true");
        }
        try {
            MethodHandle addOpens = trustedLookup()
                    .findVirtual(
                            Module.class,
                            "implAddOpens",
                            MethodType.methodType(void.class, String.class, Module.class));
            for (Module chronicle : chronicleModules()) {
                for (String name : PACKAGES) {
                    addOpens.invoke(Object.class.getModule(), name, chronicle);
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "this JVM (" + Runtime.version() + ") does not let java.base be opened to Chronicle Queue", e);
        }
    }

    private static Set<Module> chronicleModules() throws ClassNotFoundException {
        Set<Module> modules = new LinkedHashSet<>();
        for (String name : REACHING_CLASSES) {
            modules.add(Class.forName(name, false, ChronicleRuntime.class.getClassLoader())
                    .getModule());
        }
        return modules;
    }

    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field unsafeField = unsafeClass.getDeclaredField("theUnsafe");
        unsafeField.setAccessible(true);
        Object unsafe = unsafeField.get(null);
        Field lookupField = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Method base = unsafeClass.getMethod("staticFieldBase", Field.class);
        Method offset = unsafeClass.getMethod("staticFieldOffset", Field.class);
        Method get = unsafeClass.getMethod("getObject", Object.class, long.class);
        Object lookup = get.invoke(unsafe, base.invoke(unsafe, lookupField), offset.invoke(unsafe, lookupField));
        return (MethodHandles.Lookup) lookup;
    }

    /**
     * Switches off, for the calling thread alone, what Chronicle tells the log: it would tell it how long each mapping
     * took. Other users of Chronicle in this JVM keep their messages.
     */
    static void silence() {
        Jvm.setThreadLocalExceptionHandlers(
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING);
    }
}
