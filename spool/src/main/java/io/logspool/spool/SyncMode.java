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

/** When an entry is forced to the storage device. Process death is survived in every mode. */
public enum SyncMode {
    /** Never: power loss takes what the kernel had not written. */
    NONE,
    /** Every {@link SpoolOptions#syncInterval()}: power loss takes at most that much. */
    INTERVAL,
    /** Before the append returns: power loss takes nothing. */
    ALWAYS
}
