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
package io.logspool.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the table as Markdown. */
final class ConfigDocs {

    /** What regenerates the file. */
    static final String COMMAND = "mvn -B verify -pl core -am -Dtest=ConfigDocsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -DskipITs -Dconfiguration.docs=write";

    private static final String HEAD = """
            # Configuration

            <!-- Generated from ConfigKeys. To change it, change the table and run
                 %s -->

            An unknown key or a bad value is an error that lists everything that is wrong. The appender then does not start,
            says so on its framework's own status channel, and hands its events to the fallback.

            ## Where values come from

            The first one wins:

            1. System property `logspool.<key>`.
            2. Environment variable `LOGSPOOL_<KEY>`: upper case, `.` and `-` as `_`. An empty one counts as not set. One that
               is no key is only a warning. In `fields.`, `mask.` and `kafka.` every `_` stands for `.`, unless another
               layer, or Kafka, has a name that reads otherwise.
            3. The appender's own settings.
            4. A properties file in UTF-8: the one named by `config`, else by system property `logspool.config` (a path, or
               `classpath:` and a resource; it has to be there), else `classpath:logspool.properties`, if there is one.
            5. The default.

            ## When values are read

            At the start of the agent, and when the framework reads its configuration again. New values then apply, while the
            spool stays open; but for those of `service`, `spool` and `ship.ledger-`, which the next start reads: the status
            channel says so, and the agent goes on with the old ones (the ledger also with its old connection to Kafka). Another `service.name` or `spool.dir` is another agent.

            ## How values are written

            - Blanks around a value are cut.
            - Sizes: a whole number with `KiB`, `MiB`, `GiB` or `TiB`, or plain bytes: `64MiB`.
            - Durations: a whole number with `ms`, `s`, `m` or `h`, or `0`: `500ms`.
            - `%%{env:NAME}`, `%%{file:PATH}` and `%%{sys:NAME}` are replaced by a variable, the text of a file (without a
              newline at its end) and a system property; one that is missing is an error. `%%%%{` stands for `%%{`.
            - Such a value, and that of a key that looks like a secret's (`password`, `secret`, `jaas`, `token`, key
              material), is shown as `***` wherever the configuration is printed.
            """;

    private static final Map<String, String> INTRODUCTIONS = Map.of(
            "capture",
            "Each appender has its own, but for `capture.key-values`; all other keys belong to the agent, and appenders that"
                    + " share one have to agree.",
            "mask",
            "Each mask looks at each text as it came; matches that overlap become one. With masks the message is made in the log"
                    + " call, so a match may be across template and arguments; the template is searched as any other text, so"
                    + " `(?<=password=)\\S+` leaves more of it than `password=\\S+`. A look at a character is a step; all searches"
                    + " of one event together have 100,000,000, some tenths of a second; one search has at most 100 for each"
                    + " character of its text and of a million that the event has to spare, and half of what the event has"
                    + " left. Keys of the MDC that become equal keep their values, with numbers in the order in which the"
                    + " framework has them: `a`, `a_2`, `a_3`. Names of loggers,"
                    + " levels and classes are not searched, and a fallback appender gets its events as they are.",
            "kafka",
            "A setting that would break a guarantee is refused.");

    private ConfigDocs() {}

    static String markdown() {
        StringBuilder text = new StringBuilder(HEAD.formatted(COMMAND));
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        for (ConfigKey<?> row : ConfigKeys.all()) {
            String section = row.key().substring(0, row.key().indexOf('.'));
            sections.computeIfAbsent(section, ConfigDocs::head).append(line(row));
        }
        sections.values().forEach(text::append);
        return text.toString();
    }

    private static StringBuilder head(String section) {
        String introduction = INTRODUCTIONS.get(section);
        return new StringBuilder("\n## `" + section + "`\n\n")
                .append(introduction == null ? "" : introduction + "\n\n")
                .append("| key | default | value | meaning |\n|---|---|---|---|\n");
    }

    private static String line(ConfigKey<?> row) {
        List<String> cells = List.of("`" + row.key() + "`", defaultOf(row), row.typeDescription(), row.doc());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String defaultOf(ConfigKey<?> row) {
        if (row.defaultText() == null) {
            return "-";
        }
        return row.isDefaultComputed() ? row.defaultText() : "`" + row.defaultText() + "`";
    }
}
