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

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.LogEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * What a fuzzer calls: the input is an entry, likely a damaged one, or says what an application logs. Decoding gives an event
 * or says that there is none; and of every event each encoding makes one valid record, with all of its values.
 *
 * <p>{@code mvn -Pfuzz -pl core -am test -DskipTests -Dfuzz.seconds=300} runs it under Jazzer, which looks for inputs that take
 * new ways through decoder and encoders.
 */
public final class EncodingsFuzz {

    private static final List<Encoding> ALL = List.copyOf(EnumSet.allOf(Encoding.class));
    private static final int SMALL = 16 * 1024;
    private static final int LARGE = 1 << 20;

    private EncodingsFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length < 2) {
            return;
        }
        Encoding encoding = ALL.get((data[0] & 0xFF) % ALL.size());
        int limit = data[0] < 0 ? SMALL : LARGE;
        Random random = new Script(data);
        LogEvent event;
        try {
            event = switch (data[1] & 3) {
                case 0 -> EventReader.decode(data, 2, data.length - 2);
                case 1 -> RandomEvents.raw(random);
                default -> RandomEvents.written(random);
            };
        } catch (EventFormatException e) {
            return;
        }
        EncodingsPropertyTest.check(encoding, event, random, limit, Arrays.hashCode(data));
    }

    /** Draws what the input says, and zeros behind its end. */
    private static final class Script extends Random {

        private static final long serialVersionUID = 1;

        private final byte[] data;
        private int at = 2;

        Script(byte[] data) {
            super(0);
            this.data = data;
        }

        @Override
        protected int next(int bits) {
            int drawn = 0;
            for (int drawnBits = 0; drawnBits < bits; drawnBits += 8) {
                drawn = drawn << 8 | (at < data.length ? data[at] & 0xFF : 0);
                at++;
            }
            return drawn & (int) ((1L << bits) - 1);
        }
    }
}
