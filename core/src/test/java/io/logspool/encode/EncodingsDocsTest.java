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
package io.logspool.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation shows the records that the encoders' tests compare with. */
final class EncodingsDocsTest {

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void each_encoding_is_shown_as_its_golden_record(Encoding encoding) throws IOException {
        String name = encoding.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path docs = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("encodings.md");
        assertThat(docs)
                .content()
                .contains("## `" + name + "`")
                .contains("```json\n" + EncoderFixture.stored(name + "-full.json") + "```\n");
    }
}
