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
package io.logspool.benchmarks;

import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the programs log by SLF4J; each event has other values. They leave entries in the MDC. */
enum Statement {
    PLAIN("plain") {
        @Override
        void log(Random random) {
            LOG.info("order book was reloaded from the archive");
        }
    },
    ARGUMENTS("three arguments, two MDC entries") {
        @Override
        void log(Random random) {
            request(random);
            LOG.info(
                    Order.PLACED,
                    4711L + random.nextInt(1_000_000),
                    random.nextInt(20),
                    "c-" + random.nextInt(100_000));
        }
    },
    PAIRS("two MDC entries, three key-value pairs") {
        @Override
        void log(Random random) {
            request(random);
            LOG.atInfo()
                    .addKeyValue("order", 4711L + random.nextInt(1_000_000))
                    .addKeyValue("price", random.nextInt(100_000) / 100.0)
                    .addKeyValue("currency", random.nextBoolean() ? "EUR" : "USD")
                    .log("order placed");
        }
    },
    EXCEPTION("exception with " + DeepException.FRAMES + " frames") {
        @Override
        void log(Random random) {
            LOG.error(
                    "order {} failed",
                    4711L + random.nextInt(1_000_000),
                    DeepException.of("customer c-" + random.nextInt(100_000) + " has no account"));
        }
    },
    TEXT("1 KB of text") {
        @Override
        void log(Random random) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 1024) {
                text.append(Integer.toString(random.nextInt(), Character.MAX_RADIX));
            }
            LOG.info(text.substring(0, 1024));
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Order.LOGGER);
    private static final String[] TENANTS = {"acme", "globex", "initech", "umbrella", "hooli"};

    private final String title;

    Statement(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Logs one event. */
    abstract void log(Random random);

    private static void request(Random random) {
        MDC.put(
                "requestId",
                Long.toHexString(random.nextLong() | Long.MIN_VALUE).substring(4));
        MDC.put("tenant", TENANTS[random.nextInt(TENANTS.length)]);
    }
}
