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
package io.logspool.config;

/**
 * How the text of a value is read.
 *
 * @param javaType    what it becomes
 * @param description one line for the documentation, limits included
 * @param parser      stateless; any thread
 */
record ValueType<T>(Class<T> javaType, String description, Parser<T> parser) {

    /** Text to value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValueException;
    }

    T parse(String text) throws BadValueException {
        return parser.parse(text);
    }
}
