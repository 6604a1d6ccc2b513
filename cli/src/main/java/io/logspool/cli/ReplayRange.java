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
package io.logspool.cli;

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.spool.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which events are sent again. */
final class ReplayRange {

    private static final int MAX_DIGITS = 18;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "The first one: a sequence, or a time (2026-11-21T09:30:00Z, or 10m for ten minutes ago).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "The last one: a sequence, which is part of it, or a time, which is not.")
    private @Nullable String to;

    @Option(names = "--incarnation", paramLabel = "ID", description = "Only events whose ids begin with this.")
    private String incarnation = "";

    private @Nullable PointInTime times;

    /** Checks what was given. */
    void check(PointInTime reader) {
        times = reader;
        for (String where : new String[] {from == null ? "0" : from, to == null ? "0" : to}) {
            if (!isSequence(where)) {
                reader.convert(where);
            }
        }
        if (incarnation.isEmpty() && ((from != null && isSequence(from)) || (to != null && isSequence(to)))) {
            throw new TypeConversionException(
                    "a sequence means something in one incarnation only: --incarnation is missing");
        }
    }

    boolean accepts(Cursor entry) {
        return entry.incarnation().id().startsWith(incarnation) && isBehindFrom(entry) && isBeforeTo(entry);
    }

    private boolean isBehindFrom(Cursor entry) {
        if (from == null) {
            return true;
        }
        return isSequence(from)
                ? entry.sequence() >= Long.parseLong(from)
                : !time(entry).isBefore(instant(from));
    }

    private boolean isBeforeTo(Cursor entry) {
        if (to == null) {
            return true;
        }
        return isSequence(to)
                ? entry.sequence() <= Long.parseLong(to)
                : time(entry).isBefore(instant(to));
    }

    private Instant instant(String text) {
        return times == null ? Instant.EPOCH : times.convert(text);
    }

    private static boolean isSequence(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant time(Cursor entry) {
        try {
            return Times.of(EventReader.decode(entry.array(), entry.offset(), entry.length()));
        } catch (EventFormatException e) {
            return Instant.EPOCH; // not readable: it is not asked for by a time
        }
    }
}
