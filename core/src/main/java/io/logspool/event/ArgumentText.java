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

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a framework prints an argument in a message. Any thread. Is asked only for what {@link EventWriter} does not keep
 * as a value; may throw.
 */
@FunctionalInterface
public interface ArgumentText extends Function<Object, @Nullable String> {}
