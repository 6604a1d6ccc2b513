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
package io.logspool.jul;

import io.logspool.testing.appender.ProcessContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A killed program of java.util.logging loses nothing. */
class JulProcessIT extends ProcessContract {

    @Override
    protected String configure(Path directory, List<String> settings, Path refused) throws IOException {
        Map<String, String> properties = JulDriver.properties(null, settings);
        properties.put("program.handlers", LogspoolHandler.class.getName());
        properties.put("program.level", "INFO");
        return "-Djava.util.logging.config.file=" + LoggingProperties.write(directory, properties);
    }

    @Override
    protected boolean hasFallback() {
        return false;
    }
}
