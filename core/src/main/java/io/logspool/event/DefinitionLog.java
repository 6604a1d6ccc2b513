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
package io.logspool.event;

/** Where definitions go: the spool, seen by the codec. Any thread. */
public interface DefinitionLog {

    /** The page in which the next entry would begin; no number comes again once another was given. */
    long page();

    /**
     * Writes a definition. It can be read by whoever reads what is appended to the page after this returns.
     *
     * @return false if nothing was written: the page is over, or there is no room
     */
    boolean define(byte[] payload, int offset, int length, long page);
}
