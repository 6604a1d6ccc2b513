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
import java.util.concurrent.locks.LockSupport;

/** Hands on what comes, either way, some time later. */
public final class SlowProxy extends BrokerProxy {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Duration delay;

    private SlowProxy(Duration delay) {
        this.delay = delay;
    }

    /** Listens on a free port; everything then waits so long before it goes on. */
    public static SlowProxy listen(Duration delay) {
        SlowProxy proxy = new SlowProxy(delay);
        proxy.start();
        return proxy;
    }

    @Override
    void connected(Socket client, Socket broker) {
        serve(client, broker, () -> handOn(client, broker));
        serve(client, broker, () -> handOn(broker, client));
    }

    private void handOn(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            LockSupport.parkNanos(delay.toNanos());
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
