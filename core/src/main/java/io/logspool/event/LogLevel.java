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

import org.jspecify.annotations.Nullable;

/** The severities that all frameworks are mapped to, least severe first. */
public enum LogLevel {
    TRACE(1),
    DEBUG(2),
    INFO(3),
    WARN(4),
    ERROR(5),
    FATAL(6);

    private static final LogLevel[] BY_CODE = {TRACE, DEBUG, INFO, WARN, ERROR, FATAL};

    private final int code;

    LogLevel(int code) {
        this.code = code;
    }

    /** The number that stands for the level on disk: 1 for the least severe, and so on. Never changes. */
    public int code() {
        return code;
    }

    /** The level that a number stands for; {@code null} if there is none. */
    public static @Nullable LogLevel ofCode(int code) {
        return code < 1 || code > BY_CODE.length ? null : BY_CODE[code - 1];
    }
}
