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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logspool.event.EventFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A process says who it is, and is still known by its segments when it is gone. */
final class ResourceTest {

    private static final ServiceIdentity SERVICE = new ServiceIdentity("orders", "1.2", "test", "n1");
    private static final Resource FULL = new Resource(SERVICE, "hôst", 4711, "c1", "shop", "pod-1", "uid-1", "node-1");

    @Test
    void what_is_written_is_read_again() throws EventFormatException {
        assertThat(Resource.fromBytes(FULL.toBytes())).isEqualTo(FULL);
        Resource bare = new Resource(new ServiceIdentity("", null, null, null), null, 0, null, null, null, null, null);
        assertThat(Resource.fromBytes(bare.toBytes())).isEqualTo(bare);
    }

    @Test
    void when_the_process_began_is_written_beside_it_and_need_not_be_there() throws EventFormatException {
        assertThat(Resource.fromBytes(FULL.toBytes(1_700_000_000_123L))).isEqualTo(FULL);
        assertThat(Resource.startedMillis(FULL.toBytes(1_700_000_000_123L))).isEqualTo(1_700_000_000_123L);
        assertThat(Resource.startedMillis(FULL.toBytes())).isZero();
        assertThat(Resource.startedMillis(new byte[0])).isZero();
    }

    @Test
    void bytes_of_version_1_are_read_for_ever() throws EventFormatException {
        byte[] version1 = HexFormat.of()
                .parseHex("01" + "01" + "00000006" + "6f7264657273" + "06" + "00000004" + "34373131" + "c8" + "00000001"
                        + "ff");
        assertThat(Resource.fromBytes(version1))
                .isEqualTo(new Resource(
                        new ServiceIdentity("orders", null, null, null), null, 4711, null, null, null, null, null));
    }

    @Test
    void damaged_bytes_are_refused_or_read() {
        Random random = new Random(1);
        byte[] bytes = FULL.toBytes();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextBoolean() ? bytes.length : random.nextInt(bytes.length));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += refuses(damaged) ? 1 : 0;
        }
        assertThat(refused).isBetween(1_000, 19_000);
        assertThat(refuses(new byte[0])).isTrue();
        assertThatThrownBy(() -> Resource.fromBytes(new byte[] {2}))
                .isInstanceOf(EventFormatException.class)
                .hasMessage("not a resource of a known version");
    }

    @Test
    void this_process_is_detected_with_its_pid() {
        Resource detected = Resource.detect(SERVICE, name -> null);
        assertThat(detected.processId()).isEqualTo(ProcessHandle.current().pid());
        assertThat(detected.service()).isEqualTo(SERVICE);
    }

    private static boolean refuses(byte[] bytes) {
        try {
            assertThat(Resource.fromBytes(bytes).service().name()).isNotNull();
            return false;
        } catch (EventFormatException e) {
            return true;
        }
    }
}
