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
package io.logspool.encode;

import org.jspecify.annotations.Nullable;

/**
 * Which service logs, as it was configured.
 *
 * @param name {@code service.name}
 * @param version {@code service.version}
 * @param environment {@code service.environment}
 * @param nodeName {@code service.node.name}
 */
public record ServiceIdentity(
        String name,
        @Nullable String version,
        @Nullable String environment,
        @Nullable String nodeName) {}
