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
package io.logspool.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that ran a program of this jar to its end.
 *
 * @param firstLineNanos from its launch to its first line of output
 * @param lines          its output
 */
record ChildJvm(long firstLineNanos, List<String> lines) {

    /**
     * Runs one.
     *
     * @throws IOException if it printed nothing, or did not end with 0
     */
    static ChildJvm run(Class<?> program, List<String> jvmFlags, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        long launched = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            String line = out.readLine();
            long firstLineNanos = System.nanoTime() - launched;
            for (; line != null; line = out.readLine()) {
                lines.add(line);
            }
            if (lines.isEmpty() || process.waitFor() != 0) {
                throw new IOException("the program under test failed: " + String.join(" ", args));
            }
            return new ChildJvm(firstLineNanos, lines);
        } finally {
            process.destroyForcibly();
        }
    }
}
