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

import java.util.Map;
import java.util.Set;

/**
 * What Kafka's producer itself says of its settings. Handed in, because this package does not see the client. Asked only
 * if there is a {@code kafka.} key that somebody has set, so that a spool that is not shipped need not load Kafka.
 */
public interface ProducerRules {

    /** The names the producer knows, without {@code kafka.}; empty if that is not known. */
    Set<String> names();

    /** The reasons for what the producer would refuse, by name without {@code kafka.}; empty if there is nothing. */
    Map<String, String> refusals(Map<String, String> settings);
}
