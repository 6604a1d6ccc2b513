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
package io.logspool.cli;

import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which events are meant. An event has to meet all that are given. */
final class EventFilter {

    @Option(names = "--level", paramLabel = "LEVEL", description = "This level and above: ${COMPLETION-CANDIDATES}.")
    private @Nullable LogLevel level;

    @Option(names = "--logger", paramLabel = "PREFIX", description = "Loggers whose name begins with this.")
    private @Nullable String logger;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "At this time or later: 2026-11-21T09:30:00Z, or 10m for ten minutes ago.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private @Nullable Instant until;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Messages in which this is found.")
    private @Nullable Pattern grep;

    boolean accepts(LogEvent event) {
        return (level == null || event.level().compareTo(level) >= 0)
                && (logger == null || (event.logger() != null && event.logger().startsWith(logger)))
                && (since == null || !Times.of(event).isBefore(since))
                && (until == null || Times.of(event).isBefore(until))
                && (grep == null
                        || (event.message() != null
                                && grep.matcher(event.message()).find()));
    }
}
