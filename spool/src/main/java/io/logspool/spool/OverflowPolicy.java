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
package io.logspool.spool;

/** What happens to an entry that finds the spool full. */
public enum OverflowPolicy {
    /** It is refused at once. */
    DROP_NEWEST,
    /**
     * The oldest segment is deleted with all that is in it, which is counted by tag and listed by sequence. There is no
     * reserve then. The append waits for that as for a segment that is being prepared.
     */
    DROP_OLDEST,
    /** Its thread waits for room, {@link SpoolOptions#blockTimeout()} at most. */
    BLOCK
}
