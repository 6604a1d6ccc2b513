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

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of distributed tracing in a diagnostic context, by the spellings in use: ECS (Elastic APM), Micrometer and
 * Brave, OpenTelemetry, B3 propagation, Datadog.
 */
final class TraceIds {

    /** What an id is of. */
    private enum Kind {
        TRACE,
        TRANSACTION,
        SPAN
    }

    /** One way to write the name of an id; of two in one context that with the lower rank counts. */
    private record Spelling(Kind kind, int rank) {}

    private static final Map<String, Spelling> SPELLINGS = new HashMap<>();

    static {
        spell(Kind.TRACE, "trace.id", "traceId", "trace_id", "traceID", "X-B3-TraceId", "dd.trace_id");
        spell(Kind.TRANSACTION, "transaction.id", "transactionId", "transaction_id");
        spell(Kind.SPAN, "span.id", "spanId", "span_id", "spanID", "X-B3-SpanId", "dd.span_id");
    }

    final @Nullable String trace;
    final @Nullable String transaction;
    final @Nullable String span;

    TraceIds(Map<String, @Nullable String> mdc) {
        String foundTrace = null;
        String foundTransaction = null;
        String foundSpan = null;
        int traceRank = Integer.MAX_VALUE;
        int transactionRank = Integer.MAX_VALUE;
        int spanRank = Integer.MAX_VALUE;
        for (Map.Entry<String, @Nullable String> entry : mdc.entrySet()) {
            Spelling spelling = SPELLINGS.get(entry.getKey());
            String value = entry.getValue();
            if (spelling == null || value == null || value.isEmpty()) {
                continue;
            }
            if (spelling.kind() == Kind.TRACE && spelling.rank() < traceRank) {
                foundTrace = value;
                traceRank = spelling.rank();
            } else if (spelling.kind() == Kind.TRANSACTION && spelling.rank() < transactionRank) {
                foundTransaction = value;
                transactionRank = spelling.rank();
            } else if (spelling.kind() == Kind.SPAN && spelling.rank() < spanRank) {
                foundSpan = value;
                spanRank = spelling.rank();
            }
        }
        trace = foundTrace;
        transaction = foundTransaction;
        span = foundSpan;
    }

    /** Whether an entry of the context says no more than one of the ids. */
    boolean covers(String key, String value) {
        Spelling spelling = SPELLINGS.get(key);
        if (spelling == null) {
            return false;
        }
        String id = switch (spelling.kind()) {
            case TRACE -> trace;
            case TRANSACTION -> transaction;
            case SPAN -> span;
        };
        return value.isEmpty() || value.equals(id);
    }

    /** Whether an entry of the context says no more than this id of a trace. */
    static boolean isTrace(String key, String value, @Nullable String id) {
        return is(Kind.TRACE, key, value, id);
    }

    /** Whether an entry of the context says no more than this id of a span. */
    static boolean isSpan(String key, String value, @Nullable String id) {
        return is(Kind.SPAN, key, value, id);
    }

    private static boolean is(Kind kind, String key, String value, @Nullable String id) {
        Spelling spelling = SPELLINGS.get(key);
        return spelling != null && spelling.kind() == kind && (value.isEmpty() || value.equals(id));
    }

    private static void spell(Kind kind, String... spellings) {
        for (int rank = 0; rank < spellings.length; rank++) {
            SPELLINGS.put(spellings[rank], new Spelling(kind, rank));
        }
    }
}
