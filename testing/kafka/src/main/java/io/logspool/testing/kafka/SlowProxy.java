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
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a broker and hands on what comes, either way, some time later. The broker has to advertise the proxy's
 * address. Thread-safe.
 */
public final class SlowProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Duration delay;
    private volatile int target;

    private SlowProxy(ServerSocket server, Duration delay) {
        this.server = server;
        this.delay = delay;
    }

    /** Listens on a free port; everything then waits so long before it goes on. */
    public static SlowProxy listen(Duration delay) {
        try {
            ServerSocket server = new ServerSocket(BrokerPorts.findFree(0), 50, BrokerPorts.address());
            SlowProxy proxy = new SlowProxy(server, delay);
            start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new KafkaBrokerException("The proxy could not listen: " + e, e);
        }
    }

    /** Where to hand on to: a port of this host. */
    public void target(int port) {
        target = port;
    }

    /** Host and port of the proxy. */
    public String address() {
        return BrokerPorts.HOST + ":" + server.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(server);
        sockets.forEach(SlowProxy::closeQuietly);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                sockets.add(client);
                Socket broker = new Socket(BrokerPorts.address(), target);
                sockets.add(broker);
                start(() -> handOn(client, broker));
                start(() -> handOn(broker, client));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void handOn(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(delay.toNanos());
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One side has gone, and so does the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slow-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone either way.
            return;
        }
    }
}
