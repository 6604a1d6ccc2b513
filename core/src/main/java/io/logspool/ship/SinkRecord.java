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
package io.logspool.ship;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One encoded event on its way to a sink. Immutable; the arrays are shared, not copied, and must not be changed. */
public final class SinkRecord {

    /** Header that carries the event's id. */
    public static final String ID_HEADER = "logspool.id";

    /** Header that carries the media type of the value. */
    public static final String CONTENT_TYPE_HEADER = "content-type";

    /** Header of a dead letter: why it did not arrive. */
    public static final String REASON_HEADER = "logspool.dead-letter.reason";

    /** Header of a dead letter: the topic it was meant for; not there if the event could not be read. */
    public static final String TOPIC_HEADER = "logspool.dead-letter.topic";

    private static final int MAX_REASON_LENGTH = 1000;
    private static final String UNREADABLE_TYPE = "application/octet-stream";
    private static final int OVERHEAD_BYTES = 64;

    private final String topic;
    private final byte @Nullable [] key;
    private final byte[] value;
    private final long timestampMillis;

    /** The two headers of an event; null if {@link #headers} has all there are. */
    private final @Nullable String eventId;

    private final @Nullable String contentType;
    private final Map<String, String> headers;

    private SinkRecord(
            String topic,
            byte @Nullable [] key,
            byte[] value,
            long timestampMillis,
            @Nullable String eventId,
            @Nullable String contentType,
            Map<String, String> headers) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.timestampMillis = timestampMillis;
        this.eventId = eventId;
        this.contentType = contentType;
        this.headers = headers;
    }

    /**
     * A record with the two headers that every event has.
     *
     * @param key             null: the sink spreads the records as it likes
     * @param timestampMillis the event's time, in milliseconds since the epoch
     */
    public static SinkRecord of(
            String topic,
            byte @Nullable [] key,
            byte[] value,
            long timestampMillis,
            String eventId,
            String contentType) {
        return new SinkRecord(topic, key, value, timestampMillis, eventId, contentType, Map.of());
    }

    /** A record with headers of its own, which may be no event. */
    public static SinkRecord of(
            String topic, byte @Nullable [] key, byte[] value, long timestampMillis, Map<String, String> headers) {
        return new SinkRecord(topic, key, value, timestampMillis, null, null, Map.copyOf(headers));
    }

    /**
     * What is left of an entry that nobody can read: for the dead letters only, with an empty topic.
     *
     * @param entry its payload
     */
    static SinkRecord unreadable(byte[] entry, long timestampMillis, String eventId) {
        return of("", null, entry, timestampMillis, eventId, UNREADABLE_TYPE);
    }

    /** The same event with another timestamp, in milliseconds since the epoch. */
    public SinkRecord withTimestamp(long millis) {
        return new SinkRecord(topic, key, value, millis, eventId, contentType, headers);
    }

    /** The same event as a dead letter for another topic. */
    SinkRecord toDeadLetter(String deadLetterTopic, String reason) {
        Map<String, String> more = new HashMap<>(headers());
        more.put(REASON_HEADER, reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)));
        if (!topic.isEmpty()) {
            more.put(TOPIC_HEADER, topic);
        }
        return new SinkRecord(deadLetterTopic, key, value, timestampMillis, null, null, more);
    }

    public String topic() {
        return topic;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    /** Milliseconds since the epoch. */
    public long timestampMillis() {
        return timestampMillis;
    }

    public Map<String, String> headers() {
        return eventId == null || contentType == null
                ? headers
                : Map.of(ID_HEADER, eventId, CONTENT_TYPE_HEADER, contentType);
    }

    /** Whether it has others than the two headers of every event. */
    public boolean hasOwnHeaders() {
        return eventId == null || contentType == null;
    }

    public String eventId() {
        return eventId != null ? eventId : Objects.requireNonNull(headers.get(ID_HEADER));
    }

    /** Of the event's incarnation: what is before the sequence in its id. */
    public String incarnationId() {
        String id = eventId();
        return id.substring(0, id.lastIndexOf('-'));
    }

    /** The event's sequence in its incarnation. */
    public long sequence() {
        String id = eventId();
        return Long.parseLong(id, id.lastIndexOf('-') + 1, id.length(), 10);
    }

    public String contentType() {
        return contentType != null ? contentType : Objects.requireNonNull(headers.get(CONTENT_TYPE_HEADER));
    }

    /** False if this is the entry itself, because it could not be read. */
    boolean isReadable() {
        return !contentType().equals(UNREADABLE_TYPE);
    }

    /** About how many bytes of memory the record takes in flight. */
    public int size() {
        return OVERHEAD_BYTES + value.length + (key == null ? 0 : key.length);
    }

    @Override
    public String toString() {
        return topic + " " + timestampMillis + " " + headers() + " " + new String(value, StandardCharsets.UTF_8);
    }
}
