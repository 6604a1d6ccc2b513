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

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of distributed tracing in a diagnostic context, by the spellings in use: ECS (Elastic APM), Micrometer and
 * Brave, OpenTelemetry, B3 propagation, Datadog.
 */
final class TraceIds {

    private static final List<String> TRACE =
            List.of("trace.id", "traceId", "trace_id", "traceID", "X-B3-TraceId", "dd.trace_id");
    private static final List<String> TRANSACTION = List.of("transaction.id", "transactionId", "transaction_id");
    private static final List<String> SPAN =
            List.of("span.id", "spanId", "span_id", "spanID", "X-B3-SpanId", "dd.span_id");

    final @Nullable String trace;
    final @Nullable String transaction;
    final @Nullable String span;

    TraceIds(Map<String, @Nullable String> mdc) {
        trace = find(TRACE, mdc);
        transaction = find(TRANSACTION, mdc);
        span = find(SPAN, mdc);
    }

    /** Whether an entry of the context says no more than one of the ids. */
    boolean covers(String key, String value) {
        return isTrace(key, value, trace)
                || isSpan(key, value, span)
                || (TRANSACTION.contains(key) && (value.isEmpty() || value.equals(transaction)));
    }

    /** Whether an entry of the context says no more than this id of a trace. */
    static boolean isTrace(String key, String value, @Nullable String id) {
        return TRACE.contains(key) && (value.isEmpty() || value.equals(id));
    }

    /** Whether an entry of the context says no more than this id of a span. */
    static boolean isSpan(String key, String value, @Nullable String id) {
        return SPAN.contains(key) && (value.isEmpty() || value.equals(id));
    }

    private static @Nullable String find(List<String> spellings, Map<String, @Nullable String> mdc) {
        if (mdc.isEmpty()) {
            return null;
        }
        for (String spelling : spellings) {
            String value = mdc.get(spelling);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
