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
package io.logspool;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's statistics in JMX, {@code io.logspool:type=LogAgent,name=<service.name>}. {@link LogAgentStats} says what they
 * mean. Of a second agent of that name in one JVM, the name has {@code ,instance=2} behind it.
 */
public interface LogAgentMXBean {

    String getState();

    String getSlot();

    long getAccepted();

    long getShipped();

    long getAcknowledged();

    long getDroppedTotal();

    /** By reason. */
    Map<String, Long> getDropped();

    /** By level. */
    Map<String, Long> getEvicted();

    long getKeptOut();

    long getTruncated();

    long getDeadLettered();

    /** Dead letters that are nowhere, because their file was full. */
    long getDiscarded();

    long getDamaged();

    long getLostDefinitions();

    long getBacklogEvents();

    long getBacklogBytes();

    long getBacklogAgeMillis();

    long getSpoolBytes();

    long getInFlightBytes();

    @Nullable
    String getLastError();
}
