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

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.jspecify.annotations.Nullable;

/**
 * Asks an event for what Logspool ships of it, and does nothing with it: what Logback itself allocates for that. With an
 * appender that does not ask, the compiler leaves out the event's object.
 */
public final class AskingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** Read by nobody, so that the compiler cannot know that nobody does. */
    public volatile @Nullable ILoggingEvent last;

    /** For Logback. */
    public AskingAppender() {}

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getTimeStamp() + event.getNanoseconds() > 0
                && event.getArgumentArray() != null
                && event.getMDCPropertyMap() != null
                && event.getThreadName() != null) {
            last = event;
        }
    }
}
