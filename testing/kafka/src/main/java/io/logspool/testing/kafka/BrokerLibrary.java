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
package io.logspool.testing.kafka;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/** Finds the broker's class path, which this module's build lays beside its own classes. */
final class BrokerLibrary {
    /** System property with the directory of the broker's jars, where they are not beside this module's own code. */
    static final String DIRECTORY_PROPERTY = "testing.broker.lib";

    private static final String DIRECTORY_NAME = "broker-lib";

    private BrokerLibrary() {}

    /**
     * The class path of the child process: the broker's jars, then this module's own code with {@link BrokerMain}, then
     * {@code more}.
     */
    static String classPath(List<Path> more) {
        Path own = ownCode();
        StringBuilder path = new StringBuilder().append(directory(own).resolve("*"));
        path.append(File.pathSeparator).append(own);
        more.forEach(element -> path.append(File.pathSeparator).append(element.toAbsolutePath()));
        return path.toString();
    }

    private static Path directory(Path own) {
        String named = System.getProperty(DIRECTORY_PROPERTY);
        Path directory = named != null ? Path.of(named) : own.resolveSibling(DIRECTORY_NAME);
        if (!Files.isDirectory(directory)) {
            throw new KafkaBrokerException("The broker's jars are missing: " + directory.toAbsolutePath()
                    + " is no directory. Build them with `mvn -B process-resources -pl testing/kafka`, or name the"
                    + " directory they are in with -D" + DIRECTORY_PROPERTY + "=DIR.");
        }
        return directory.toAbsolutePath();
    }

    private static Path ownCode() {
        CodeSource source = BrokerLibrary.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new KafkaBrokerException("The class loader of " + BrokerLibrary.class.getName()
                    + " does not say where its classes are, so that no other process can load them.");
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new KafkaBrokerException("Not a usable class location: " + source.getLocation(), e);
        }
    }
}
