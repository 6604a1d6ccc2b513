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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.encode.EcsEncoder;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract: a record has the event's time, id and topic, and says which process logged it, dead or alive. */
class EventRecordsTest {

    private static final ServiceIdentity SERVICE = new ServiceIdentity("orders", null, null, null);

    @Test
    void a_record_has_the_events_time_id_and_topic(@TempDir Path directory) throws Exception {
        Rig rig = new Rig();
        List<SinkRecord> records = rig.shipAll(directory, resource(4711).toBytes());

        SinkRecord record = records.get(0);
        JsonNode json = new ObjectMapper().readTree(record.value());
        assertThat(record.topic()).isEqualTo("logs");
        assertThat(record.key()).isNull();
        assertThat(record.timestampMillis()).isEqualTo(1_700_000_000_123L);
        assertThat(record.contentType()).isEqualTo("application/json");
        assertThat(json.get("message").asText()).isEqualTo("hello");
        assertThat(json.get("event.id").asText()).isEqualTo(record.eventId());
    }

    @Test
    void a_backlog_keeps_the_process_that_left_it(@TempDir Path directory) throws Exception {
        Rig rig = new Rig();

        assertThat(rig.pid(rig.shipAll(directory, resource(4711).toBytes()).get(0)))
                .isEqualTo(4711);
    }

    @Test
    void this_process_stands_in_where_the_preamble_is_damaged(@TempDir Path directory) throws Exception {
        Rig rig = new Rig();

        assertThat(rig.pid(rig.shipAll(directory, new byte[] {9, 9}).get(0))).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_event_are_a_dead_letter(@TempDir Path directory) throws Exception {
        Rig rig = new Rig();
        rig.payload = new byte[] {(byte) 0xee, 1, 2};
        rig.shipAll(directory, new byte[0]);

        assertThat(rig.buried).hasSize(1);
    }

    private static Resource resource(long pid) {
        return new Resource(SERVICE, "host", pid, null, null, null, null, null);
    }

    private static final class Rig {

        private final List<String> buried = new java.util.ArrayList<>();
        private byte @Nullable [] payload;

        List<SinkRecord> shipAll(Path directory, byte[] preamble) throws IOException {
            try (Spool spool = Spool.open(SpoolOptions.of(directory), preamble)) {
                append(spool);
                FakeSink sink = new FakeSink();
                EventRecords records = new EventRecords(
                        new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 64 << 10),
                        Routing.to("logs"),
                        resource(1));
                Shipper shipper = new Shipper(
                        spool,
                        records,
                        sink,
                        (record, reason) -> buried.add(reason),
                        ShipperOptions.of(1 << 20),
                        new ManualClock(),
                        new Silent());
                shipper.doWork();
                return sink.sent.stream().map(FakeSink.Sent::record).toList();
            }
        }

        long pid(SinkRecord record) throws IOException {
            return new ObjectMapper()
                    .readTree(record.value())
                    .get("process.pid")
                    .asLong();
        }

        private void append(Spool spool) {
            byte[] bytes = payload;
            if (bytes != null) {
                assertThat(spool.append(bytes, 0, bytes.length, 1)).isPositive();
                return;
            }
            EventWriter writer = new EventWriter(64 << 10)
                    .begin(1_700_000_000_123_456_789L, LogLevel.INFO)
                    .message("hello");
            assertThat(spool.append(writer.array(), writer.offset(), writer.length(), 3))
                    .isPositive();
        }
    }

    private static final class Silent implements StatusListener {
        @Override
        public void warn(String message) {}

        @Override
        public void info(String message) {}
    }
}
