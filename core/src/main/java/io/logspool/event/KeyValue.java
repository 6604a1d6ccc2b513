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

/**
 * A structured value of an event.
 *
 * @param key its name, may be empty
 * @param value {@code null}, or a {@link String}, {@link Boolean}, {@link Long}, {@link Float}, {@link Double},
 *     {@link java.math.BigInteger} or {@link java.math.BigDecimal}
 */
public record KeyValue(String key, @Nullable Object value) {}
