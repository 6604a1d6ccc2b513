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
package io.logspool.log4j2;

import io.logspool.testing.appender.RecordedLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/** Keeps what Log4j's own layout makes of each event, and who logged it. Named in the configurations of the tests. */
@Plugin(name = "Recording", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE)
public final class RecordingAppender extends AbstractAppender {

    private final RecordedLines lines = new RecordedLines();
    private final PatternLayout layout = PatternLayout.newBuilder()
            .setPattern("%m")
            .setAlwaysWriteExceptions(false)
            .setCharset(StandardCharsets.UTF_8)
            .build();

    private volatile @Nullable Throwable failure;

    private RecordingAppender(String name, boolean ignoreExceptions) {
        super(name, null, null, ignoreExceptions, Property.EMPTY_ARRAY);
    }

    /** Called by Log4j. */
    @PluginFactory
    public static RecordingAppender create(
            @PluginAttribute("name") String name,
            @PluginAttribute(value = "ignoreExceptions", defaultBoolean = true) boolean ignoreExceptions) {
        return new RecordingAppender(name, ignoreExceptions);
    }

    RecordedLines lines() {
        return lines;
    }

    List<String> messages() {
        return lines.messages();
    }

    /** From now on each event ends in this: an exception that is not checked, or an error. */
    void failWith(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void append(LogEvent event) {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        lines.add(layout.toSerializable(event));
    }
}
