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
package io.logspool.ship;

import io.logspool.encode.Resource;
import io.logspool.event.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The key of an event's record: {@code ship.key}. Events with one key go to one partition, and keep their order there; an
 * event that does not have it has none, and goes anywhere. Immutable; any thread.
 */
public final class RecordKey {

    /** What a value may be, in words. */
    public static final String FORMS = "none, service, host, logger, thread or mdc:NAME";

    private static final String MDC = "mdc:";

    private final BiFunction<LogEvent, Resource, @Nullable String> source;

    private RecordKey(BiFunction<LogEvent, Resource, @Nullable String> source) {
        this.source = source;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none of {@value #FORMS}
     */
    public static RecordKey parse(String text) {
        if (text.startsWith(MDC) && text.length() > MDC.length()) {
            String key = text.substring(MDC.length());
            return new RecordKey((event, resource) -> event.mdc().get(key));
        }
        return new RecordKey(
                switch (text) {
                    case "none" -> (event, resource) -> null;
                    case "service" -> (event, resource) -> resource.service().name();
                    case "host" -> (event, resource) -> resource.hostName();
                    case "logger" -> (event, resource) -> event.logger();
                    case "thread" -> (event, resource) -> event.threadName();
                    default -> throw new IllegalArgumentException("must be " + FORMS);
                });
    }

    /** In UTF-8; null if the event has none. */
    byte @Nullable [] of(LogEvent event, Resource resource) {
        String key = source.apply(event, resource);
        return key == null || key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
    }
}
