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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that comes and goes in a JVM that stays: when it has gone, nothing of its agent is left, no thread, no
 * open or mapped file, no shutdown hook, no class.
 */
public abstract class RedeployContract {

    @TempDir
    private Path directory;

    /** For the adapters' tests. */
    protected RedeployContract() {}

    /** What is deployed. */
    protected abstract Class<? extends DeployedApplication> application();

    @Test
    final void nothing_is_left_of_applications_that_were_undeployed() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-Dlog4j2.isWebapp=true", // as Log4j finds it in a servlet container: no hook, no thread locals
                        "-cp",
                        System.getProperty("java.class.path"),
                        Redeployments.class.getName(),
                        application().getName(),
                        directory.resolve("spool").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
