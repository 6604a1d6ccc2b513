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

import io.logspool.event.ThrowableInfo.Node;
import io.logspool.event.ThrowableInfo.Relation;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event with every field, as an object and as the bytes that were checked in when codec version 2 was made. */
public final class GoldenEvent {

    private GoldenEvent() {}

    /** The bytes of the fixture. */
    public static byte[] version2() throws IOException {
        return stored("entry-v2.bin");
    }

    static byte[] stored(String name) throws IOException {
        try (InputStream in = GoldenEvent.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** What the fixture must be read as, for ever. */
    public static LogEvent expected() {
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        mdc.put("user.name", "ann");
        mdc.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        mdc.put("spanId", "00f067aa0ba902b7");
        mdc.put("unset", null);
        return new LogEvent(
                1_795_253_400_123_456_789L,
                LogLevel.ERROR,
                "SEVERE",
                "com.example.Orders",
                "worker-1",
                42,
                "order 17 für 😀 failed",
                "order {} für {} failed",
                mdc,
                List.of(
                        new KeyValue("order", 17L),
                        new KeyValue("price", 9.5),
                        new KeyValue("weight", 0.1f),
                        new KeyValue("express", true),
                        new KeyValue("nothing", null),
                        new KeyValue("customer", "Łukasz"),
                        new KeyValue("big", new BigInteger("123456789012345678901234567890")),
                        new KeyValue("exact", new BigDecimal("1.10")),
                        new KeyValue("message", "taken")),
                List.of("AUDIT", "SLOW"),
                new StackFrame(null, "com.example.Orders", "ship", "Orders.java", 117),
                new ThrowableInfo(List.of(
                        new Node(
                                Relation.ROOT,
                                -1,
                                false,
                                "java.lang.IllegalStateException",
                                "no stock",
                                null,
                                List.of(
                                        new StackFrame(null, "com.example.Orders", "ship", "Orders.java", 120),
                                        new StackFrame(null, "com.example.Orders", "run", "Orders.java", 80),
                                        new StackFrame("java.base/", "java.lang.Thread", "run", "Thread.java", 840)),
                                0,
                                0),
                        new Node(
                                Relation.SUPPRESSED,
                                0,
                                false,
                                "java.io.IOException",
                                null,
                                null,
                                List.of(new StackFrame("lib@1.0/", "lib.Pipe", "close", null, StackFrame.NATIVE)),
                                1,
                                0),
                        new Node(
                                Relation.CAUSE,
                                0,
                                false,
                                "com.example.StockException",
                                "none left",
                                "stock: none left",
                                List.of(new StackFrame(null, "com.example.Stock", "take", "Stock.java", -1)),
                                2,
                                0),
                        new Node(
                                Relation.CAUSE,
                                2,
                                true,
                                "java.lang.IllegalStateException",
                                "no stock",
                                null,
                                List.of(),
                                0,
                                0))),
                false,
                0);
    }
}
