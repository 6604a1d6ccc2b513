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

import java.lang.reflect.Field;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs some events and ends, as short programs do, with nothing stopped and no hook configured; at its end it logs once
 * more. Prints its shutdown hooks, for which {@code java.lang} has to be open to it.
 */
final class ExitingProgram {

    static final int EVENTS = 10;

    /** What it logs while the JVM ends. */
    static final String AT_THE_END = "from a shutdown hook";

    /** Between a hook's name and whether it has a context class loader. */
    static final String LOADER = ", loader: ";

    private ExitingProgram() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Logger log = LoggerFactory.getLogger("program");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> log.info(AT_THE_END), "the program's own"));
        for (int i = 0; i < EVENTS; i++) {
            log.info("event {}", i);
        }
        Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        hooks.setAccessible(true);
        for (Object hook : ((Map<?, ?>) hooks.get(null)).keySet()) {
            Thread thread = (Thread) hook;
            System.out.println(thread.getName() + LOADER + (thread.getContextClassLoader() == null ? "none" : "some"));
        }
    }
}
