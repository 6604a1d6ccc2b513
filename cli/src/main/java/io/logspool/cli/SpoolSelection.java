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
import picocli.CommandLine.Option;

/** The options of every command. */
final class SpoolSelection {

    @Option(
            names = "--spool",
            required = true,
            paramLabel = "DIR",
            description = "A slot, or a directory above slots: all of them.")
    private Path directory;

    @Option(names = "--json", description = "JSON for machines, one object per line.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The slots that are meant; at least one. */
    List<SlotView> slots() throws IOException {
        List<SlotView> slots = SlotView.find(directory);
        if (slots.isEmpty()) {
            throw new IOException("no slot of a spool in " + directory);
        }
        return slots;
    }
}
