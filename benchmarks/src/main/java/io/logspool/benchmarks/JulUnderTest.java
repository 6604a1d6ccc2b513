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

import io.logspool.jul.LogspoolHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** java.util.logging, configured by one of the files beside this class. */
final class JulUnderTest extends ErrorManager implements AppenderUnderTest.Framework {

    private final BackgroundFailure failure = new BackgroundFailure();
    private final Handler handler;

    JulUnderTest(String row, Place place) throws IOException {
        // Of ISO 8859-1, as the LogManager reads it.
        byte[] file = place.file("jul/" + row + ".properties").getBytes(StandardCharsets.ISO_8859_1);
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(file));
        Handler[] handlers = Logger.getLogger("").getHandlers();
        if (handlers.length != 1) {
            throw new IllegalStateException("the LogManager has not made the handler of " + row);
        }
        handler = handlers[0];
        handler.setErrorManager(this);
    }

    @Override
    public @Nullable Object logspool() {
        return handler instanceof LogspoolHandler ? handler : null;
    }

    @Override
    public void check() {
        failure.check();
    }

    @Override
    public void stop() {
        LogManager.getLogManager().reset();
    }

    @Override
    public synchronized void error(@Nullable String message, @Nullable Exception thrown, int code) {
        failure.set(new IllegalStateException(message, thrown));
    }
}
