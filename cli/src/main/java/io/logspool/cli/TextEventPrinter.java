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

import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of text per event, then its stack trace:
 *
 * <pre>
 * 2026-11-21T09:30:00.123456Z INFO  [main] com.acme.Orders: order taken id=7 {user=ann} #AUDIT
 * </pre>
 */
final class TextEventPrinter implements EventPrinter {

    private final Streams streams;
    private final boolean withSlot;
    private final StringBuilder line = new StringBuilder(512);

    /**
     * Makes a printer.
     *
     * @param withSlot whether each line begins with the service and the number of its slot
     */
    TextEventPrinter(Streams streams, boolean withSlot) {
        this.streams = streams;
        this.withSlot = withSlot;
    }

    @Override
    public void print(SlotEvent slotEvent) throws IOException {
        LogEvent event = slotEvent.event();
        line.setLength(0);
        if (withSlot) {
            line.append(shortName(slotEvent.slot().directory())).append(' ');
        }
        line.append(Times.format(Times.of(event))).append(' ');
        String level = event.displayLevel();
        escape(level, false);
        line.append(" ".repeat(Math.max(0, 5 - level.length()))).append(" [");
        escape(event.threadName(), false);
        line.append("] ");
        escape(event.logger(), false);
        line.append(": ");
        escape(event.message(), false);
        for (KeyValue pair : event.keyValues()) {
            line.append(' ');
            pair(pair.key(), pair.value());
        }
        mdc(event.mdc());
        for (String marker : event.markers()) {
            line.append(" #");
            escape(marker, false);
        }
        if (event.throwable() != null) {
            line.append('\n');
            escape(event.throwable().stackTrace().stripTrailing(), true);
        }
        streams.line(line);
    }

    private void mdc(Map<String, @Nullable String> mdc) {
        String separator = " {";
        for (Map.Entry<String, @Nullable String> entry : mdc.entrySet()) {
            line.append(separator);
            pair(entry.getKey(), entry.getValue());
            separator = ", ";
        }
        line.append(mdc.isEmpty() ? "" : "}");
    }

    private void pair(String key, @Nullable Object value) {
        escape(key, false);
        line.append('=');
        escape(String.valueOf(value), false);
    }

    /** Service and number are enough for people: the directory above is the one they gave. */
    static String shortName(Path slotDirectory) {
        int names = slotDirectory.getNameCount();
        return slotDirectory.subpath(Math.max(0, names - 2), names).toString();
    }

    private void escape(@Nullable String text, boolean keepLines) {
        if (text == null) {
            line.append(keepLines ? "" : "-");
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isISOControl(c) || (keepLines && (c == '\n' || c == '\t'))) {
                line.append(c);
            } else {
                switch (c) {
                    case '\n' -> line.append("\\n");
                    case '\r' -> line.append("\\r");
                    case '\t' -> line.append("\\t");
                    default -> line.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }
}
