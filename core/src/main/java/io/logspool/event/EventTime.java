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

/** Points in time as an event has them: nanoseconds since 1970-01-01T00:00Z, which reach from 1677 to 2262. */
public final class EventTime {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MIN_SECOND = Long.MIN_VALUE / NANOS_PER_SECOND;
    private static final long MAX_SECOND = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private EventTime() {}

    /**
     * A second and its part as one number. A second that is out of reach becomes the nearest that is not.
     *
     * @param second since 1970-01-01T00:00Z
     * @param nano nanoseconds of the second, 0 to 999,999,999
     */
    public static long epochNanos(long second, int nano) {
        return Math.max(MIN_SECOND, Math.min(MAX_SECOND, second)) * NANOS_PER_SECOND + nano;
    }
}
