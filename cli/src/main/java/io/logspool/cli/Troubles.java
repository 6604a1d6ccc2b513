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

import java.util.List;

/** Says what was passed over when events were printed. */
final class Troubles {

    private Troubles() {}

    /** Writes a message for each slot with damage, and gives the exit code. */
    static int report(Streams streams, List<SlotEvents> all) {
        int exitCode = ExitCode.DONE;
        for (SlotEvents events : all) {
            String trouble = events.trouble();
            if (trouble != null) {
                streams.message(trouble);
                exitCode = ExitCode.FOUND_WRONG;
            }
        }
        return exitCode;
    }
}
