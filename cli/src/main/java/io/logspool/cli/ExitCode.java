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

/** What the command tells the shell. */
final class ExitCode {

    /** It was done. */
    static final int DONE = 0;

    /** It was done, and something is wrong with what was looked at: damage, a gap, a difference. */
    static final int FOUND_WRONG = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** It could not be done: no directory, no slot, no permission. */
    static final int FAILED = 3;

    private ExitCode() {}
}
