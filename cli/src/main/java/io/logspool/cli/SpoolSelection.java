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
package io.logspool.cli;

import io.logspool.spool.SlotView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every command is told: where, and for whom to write. */
final class SpoolSelection {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--spool", paramLabel = "DIR", description = "A slot, or a directory above slots: all of them.")
    private @Nullable Path option;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The same as --spool DIR.")
    private @Nullable Path parameter;

    @Option(names = "--json", description = "JSON for machines, one object per line.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The slots that are meant; at least one. */
    List<SlotView> slots() throws IOException {
        Path directory = directory();
        List<SlotView> slots = SlotView.find(directory);
        if (slots.isEmpty()) {
            throw new IOException("no slot of a spool in " + directory);
        }
        return slots;
    }

    private Path directory() {
        if (option != null && parameter != null) {
            throw usage("--spool " + option + " and " + parameter + ": the directory is to be given once");
        }
        Path given = option == null ? parameter : option;
        if (given == null) {
            throw usage("the directory of the spool is missing: --spool DIR, or DIR alone");
        }
        return given;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
