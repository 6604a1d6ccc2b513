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
import java.util.LinkedHashSet;
import java.util.Set;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;

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

    private static boolean ready;

    private ChronicleRuntime() {}

    /**
     * Does it, if it was not done before.
     *
     * @throws IllegalStateException if this JVM does not let itself be opened
     */
    static synchronized void prepare() {
        if (ready) {
            return;
        }
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
        ready = true;
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

    /** Something that uses Chronicle and may fail. */
    interface Use<T> {
        T call() throws IOException;
    }

    /**
     * Does something on the calling thread with Chronicle's messages for the log switched off: Chronicle tells the log how
     * long each mapping took, through the framework that may just be starting us.
     *
     * <p>On the calling thread, because that may hold locks of its framework (java.util.logging makes its handlers under
     * one), and Chronicle's first class asks the same framework for a logger.
     */
    static <T> T quietly(Use<T> use) throws IOException {
        silence();
        try {
            return use.call();
        } finally {
            Jvm.setThreadLocalExceptionHandlers(null, null, null, null);
        }
    }

    /** For the calling thread alone: other users of Chronicle in this JVM keep their messages. */
    static void silence() {
        Jvm.setThreadLocalExceptionHandlers(
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING);
    }
}
