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
package io.logspool.testing.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A slow line to a broker: hands on what comes, either way, some time later, and no faster than it is told to. */
public final class SlowProxy extends BrokerProxy {
    private static final int BUFFER_BYTES = 64 << 10;

    /** What a line that is limited takes at once: so much of a second of it, or a packet. */
    private static final int PART_OF_SECOND = 20;

    private static final int PACKET_BYTES = 1460;

    private final Duration delay;
    private final Lane toBroker = new Lane();
    private final Lane toClient = new Lane();
    private volatile int bytesPerSecond;

    private SlowProxy(Duration delay) {
        this.delay = delay;
    }

    /** Listens on a free port; everything then waits so long before it goes on. */
    public static SlowProxy listen(Duration delay) {
        SlowProxy proxy = new SlowProxy(delay);
        proxy.start();
        return proxy;
    }

    /** What all connections together get each way from now on, in bytes a second; 0, the first value: no limit. */
    public void rate(int value) {
        bytesPerSecond = value;
    }

    @Override
    void connected(Socket client, Socket broker) {
        serve(client, broker, () -> handOn(client, broker, toBroker));
        serve(client, broker, () -> handOn(broker, client, toClient));
    }

    private void handOn(Socket from, Socket to, Lane lane) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer, 0, most()); read >= 0; read = in.read(buffer, 0, most())) {
            LockSupport.parkNanos(delay.toNanos());
            lane.pass(read);
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    private int most() {
        int rate = bytesPerSecond;
        return rate == 0 ? BUFFER_BYTES : Math.max(PACKET_BYTES, Math.min(BUFFER_BYTES, rate / PART_OF_SECOND));
    }

    /** One way through the line, for all connections. */
    private final class Lane {
        private long freeNanos = System.nanoTime();

        /** Returns when so many bytes are through. */
        void pass(int bytes) {
            long through = enter(bytes);
            for (long left = through - System.nanoTime(); left > 0; left = through - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        private synchronized long enter(int bytes) {
            int rate = bytesPerSecond;
            long now = System.nanoTime();
            long begin = freeNanos - now > 0 ? freeNanos : now;
            freeNanos = rate == 0 ? now : begin + TimeUnit.SECONDS.toNanos(bytes) / rate;
            return freeNanos;
        }
    }
}
