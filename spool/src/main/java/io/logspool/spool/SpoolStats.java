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

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spool's counters, since it was opened.
 *
 * @param appended       entries taken; also the last sequence given
 * @param refused        entries not taken, by reason
 * @param segments       segments on disk
 * @param allocatedBytes disk taken by the slot
 * @param backlogBytes   bytes of entries not yet acknowledged
 * @param lost           entries of earlier or of this incarnation that damage took
 * @param evicted        what {@link OverflowPolicy#DROP_OLDEST} took, in this incarnation and in earlier ones
 * @param full           whether quota or disk stops the spool from growing now
 * @param lastError      what went wrong last, if anything did
 */
public record SpoolStats(
        long appended,
        Map<AppendRefusal, Long> refused,
        int segments,
        long allocatedBytes,
        long backlogBytes,
        long lost,
        List<Eviction> evicted,
        boolean full,
        @Nullable String lastError) {}
