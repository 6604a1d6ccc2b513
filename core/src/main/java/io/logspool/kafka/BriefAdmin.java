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
package io.logspool.kafka;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/** Kafka's client for a few questions, which is not closed when brokers that may be gone have answered, but at once. */
final class BriefAdmin implements AutoCloseable {

    private final Admin admin;

    BriefAdmin(KafkaSettings settings) {
        admin = Admin.create(settings.toAdminConfig());
    }

    Admin get() {
        return admin;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
