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

import io.logspool.LogAgent;
import io.logspool.LogAgentStats;
import io.logspool.spool.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The agent of an appender; if it ships nothing, with a reader that discards in the place of its shipper. */
final class AgentUnderTest implements Closeable {

    /** Of a segment's directory, which begins with its number. */
    private static final Pattern SEGMENT = Pattern.compile("(\\d{12,18})-\\d{8,18}-[0-9a-f]{32}");

    private final LogAgent agent;
    private final Spool spool;
    private final @Nullable DiscardingReader reader;

    /** Lets the reader in: the agent gives its spool to nobody. */
    AgentUnderTest(Object appender, boolean ships) {
        agent = agentOf(appender);
        spool = field(field(agent, "running", Object.class), "spool", Spool.class);
        reader = ships ? null : new DiscardingReader(spool);
    }

    LogAgent agent() {
        return agent;
    }

    /** The highest number of a segment, one that is prepared too: it grows by 1 with each that is begun. */
    long newestSegment() {
        try (Stream<Path> files = Files.list(spool.slotDirectory())) {
            return files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An appender of Logback or Log4j, or a handler, that is started. */
    static LogAgent agentOf(Object appender) {
        return field(field(appender, "running", Object.class), "agent", LogAgent.class);
    }

    /** Fails if nothing was taken, or not everything as it was. */
    void check() {
        if (reader != null) {
            reader.check();
        }
        LogAgentStats stats = agent.stats();
        if (stats.droppedTotal() + stats.keptOut() + stats.truncated() > 0 || stats.accepted() == 0) {
            throw new IllegalStateException("this run does not count: " + stats);
        }
    }

    /** To be done before the appender is closed. */
    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    private static <T> T field(Object owner, String name, Class<T> type) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return type.cast(field.get(owner));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner.getClass() + " has changed", e);
        }
    }
}
