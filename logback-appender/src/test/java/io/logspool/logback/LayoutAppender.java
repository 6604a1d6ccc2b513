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
package io.logspool.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.logspool.testing.appender.RecordedLines;

/** Keeps what Logback's own layout makes of {@code %msg}. Named in the configurations of the tests. */
public final class LayoutAppender extends AppenderBase<ILoggingEvent> {

    private final RecordedLines lines = new RecordedLines();
    private final PatternLayout layout = new PatternLayout();

    RecordedLines lines() {
        return lines;
    }

    @Override
    public void start() {
        layout.setContext(getContext());
        layout.setPattern("%msg%nopex");
        layout.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(layout.doLayout(event));
    }
}
