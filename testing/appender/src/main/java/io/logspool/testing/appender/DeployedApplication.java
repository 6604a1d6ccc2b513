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

import io.logspool.event.LogLevel;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an application does between its deployment and its end. It is loaded by a class loader of its own, with
 * everything that it needs, so only classes of the JDK are between it and who deploys it. Takes the settings of its
 * appender. What it gives back logs a little with each call, and ends with the first that says so.
 */
public abstract class DeployedApplication implements Function<List<String>, Consumer<Boolean>> {

    private static final int EVENTS = 200;

    /** For the adapters' tests, which have a public constructor without parameters. */
    protected DeployedApplication() {}

    /** Starts the framework with an appender that is configured as users do it. */
    protected abstract AppenderDriver startFramework(List<String> settings);

    @Override
    public final Consumer<Boolean> apply(List<String> settings) {
        AppenderDriver driver = startFramework(settings);
        return last -> {
            log(driver);
            if (last) {
                driver.close();
                if (!driver.fallbackMessages().isEmpty()) {
                    throw new IllegalStateException("refused: " + driver.fallbackMessages());
                }
            }
        };
    }

    private static void log(AppenderDriver driver) {
        for (int i = 0; i < EVENTS; i++) {
            driver.log("program", LogLevel.INFO, "{} of {}", i, "x".repeat(1000));
            driver.logThrown("program", LogLevel.WARN, "thrown", new IllegalStateException("why"));
        }
    }
}
