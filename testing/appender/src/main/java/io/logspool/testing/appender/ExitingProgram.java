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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a few events and ends, as short programs do, with nothing stopped and no hook configured. */
final class ExitingProgram {

    static final int EVENTS = 10;

    private ExitingProgram() {}

    public static void main(String[] args) {
        Logger log = LoggerFactory.getLogger("program");
        for (int i = 0; i < EVENTS; i++) {
            log.info("event {}", i);
        }
    }
}
