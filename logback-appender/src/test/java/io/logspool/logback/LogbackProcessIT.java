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

import io.logspool.testing.appender.ProcessContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A killed program of Logback loses nothing. */
class LogbackProcessIT extends ProcessContract {

    @Override
    protected String configure(Path directory, List<String> settings, Path refused) throws IOException {
        Path file = Files.writeString(
                directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="FALLBACK" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder><pattern>%%logger %%msg%%n</pattern></encoder>
                  </appender>
                  <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
                    %s
                    <appender-ref ref="FALLBACK"/>
                  </appender>
                  <logger name="program" level="INFO"><appender-ref ref="LOGSPOOL"/></logger>
                </configuration>
                """.formatted(refused, LogbackDriver.elements(null, settings)));
        return "-Dlogback.configurationFile=" + file;
    }

    @Override
    protected boolean leavesAppendersOpen() {
        return true;
    }
}
