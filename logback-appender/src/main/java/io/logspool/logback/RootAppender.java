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

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Hangs at the root logger during a reload, and gets what does not come by the turbo filters. Any thread. */
final class RootAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final Reload reload;

    RootAppender(Reload reload) {
        this.reload = reload;
    }

    /** A {@link ReloadEvent} has come by the filter. */
    @Override
    public void doAppend(ILoggingEvent event) {
        if (!(event instanceof ReloadEvent)) {
            reload.take(event);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {}

    @Override
    public boolean isStarted() {
        return true;
    }
}
