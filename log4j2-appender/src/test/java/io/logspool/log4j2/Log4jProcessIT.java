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

import io.logspool.testing.appender.ProcessContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A killed program of Log4j 2 loses nothing. */
class Log4jProcessIT extends ProcessContract {

    @Override
    protected String configure(Path directory, List<String> settings, Path refused) throws IOException {
        Path file = Files.writeString(
                directory.resolve("log4j2.xml"), """
                <Configuration>
                  <Appenders>
                    <File name="FALLBACK" fileName="%s"><PatternLayout pattern="%%logger %%msg%%n"/></File>
                    <Logspool name="LOGSPOOL">
                      %s
                      <AppenderRef ref="FALLBACK"/>
                    </Logspool>
                  </Appenders>
                  <Loggers>
                    <Root level="OFF"/>
                    <Logger name="program" level="INFO" additivity="false"><AppenderRef ref="LOGSPOOL"/></Logger>
                  </Loggers>
                </Configuration>
                """.formatted(refused, Log4jDriver.properties(settings)));
        return "-Dlog4j2.configurationFile=" + file;
    }
}
