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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** Each says the path and what is wrong with it, also where the JDK's message is the path alone. */
class FileTroubleTest {

    @Test
    void what_the_jdk_says_with_a_path_alone_becomes_a_sentence() {
        assertThat(FileTrouble.sentence(new NoSuchFileException("/spool"))).isEqualTo("/spool does not exist");
        assertThat(FileTrouble.sentence(new NotDirectoryException("/spool"))).isEqualTo("/spool is not a directory");
        assertThat(FileTrouble.sentence(new AccessDeniedException("/spool")))
                .isEqualTo("/spool: this user has no permission");
        assertThat(FileTrouble.sentence(new FileAlreadyExistsException("/spool")))
                .isEqualTo("/spool is in the way");
        assertThat(FileTrouble.sentence(new FileSystemLoopException("/spool")))
                .isEqualTo("/spool: FileSystemLoopException");
    }

    @Test
    void another_reason_is_kept() {
        assertThat(FileTrouble.sentence(new FileSystemException("/spool", null, "No space left on device")))
                .isEqualTo("/spool: No space left on device");
        assertThat(FileTrouble.sentence(new FileSystemException(null, null, "Too many open files")))
                .isEqualTo("a file: Too many open files");
    }
}
