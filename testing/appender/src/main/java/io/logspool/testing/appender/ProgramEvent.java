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

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a program logged, as far as both sides have it: its own file and our record. Empty is what the file has not.
 *
 * @param thrown the stack trace
 */
public record ProgramEvent(
        Instant time, String level, String logger, String threadName, String threadId, String message, String thrown) {

    /** In ECS: one of our records, or a line of a file. */
    static ProgramEvent of(JsonNode ecs) {
        return new ProgramEvent(
                Instant.parse(ecs.path("@timestamp").asText()),
                ecs.path("log.level").asText(),
                ecs.path("log.logger").asText(),
                ecs.path("process.thread.name").asText(),
                ecs.path("process.thread.id").asText(),
                ecs.path("message").asText(),
                ecs.path("error.stack_trace").asText().strip());
    }

    /** For a file that has no number of the thread. */
    public ProgramEvent withoutThreadId() {
        return new ProgramEvent(time, level, logger, threadName, "", message, thrown);
    }

    /** For a file of XML: the thread's number without its name, a stack trace's first line, line ends as XML has them. */
    public ProgramEvent asInXml() {
        String text = message.replace("\r\n", "\n").replace('\r', '\n');
        return new ProgramEvent(
                time,
                level,
                logger,
                "",
                threadId,
                text,
                thrown.lines().findFirst().orElse(""));
    }

    /** Two threads may have the same name. */
    String thread() {
        return threadName + '#' + threadId;
    }
}
