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
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a broker, which has to advertise the proxy's address. Thread-safe. */
abstract class BrokerProxy implements AutoCloseable {

    /** What a connection's thread does until one side is gone. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Small, so that what waits here waits with whoever sends it. */
    private static final int RECEIVE_BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int target;

    /** Listens on a free port. */
    BrokerProxy() {
        try {
            server = new ServerSocket(BrokerPorts.findFree(0), 50, BrokerPorts.address());
            server.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        } catch (IOException e) {
            throw new KafkaBrokerException("The proxy could not listen: " + e, e);
        }
    }

    /** From now on connections are taken. */
    final void start() {
        daemon(this::accept);
    }

    /** Where to hand on to: a port of this host. */
    public final void target(int port) {
        target = port;
    }

    /** Host and port of the proxy. */
    public final String address() {
        return BrokerPorts.HOST + ":" + server.getLocalPort();
    }

    /** How many connections there were so far: a client that gives up waiting for an answer makes a new one. */
    public final int connections() {
        return connections.get();
    }

    @Override
    public final void close() {
        closeQuietly(server);
        sockets.forEach(BrokerProxy::closeQuietly);
    }

    /** Serves a connection: starts its threads with {@link #serve}. */
    abstract void connected(Socket client, Socket broker);

    /** Does the work in a thread of its own, and then closes both. */
    final void serve(Socket client, Socket broker, Work work) {
        daemon(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has gone, and so does the other.
            } finally {
                closeQuietly(client);
                closeQuietly(broker);
                sockets.remove(client);
                sockets.remove(broker);
            }
        });
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                sockets.add(client);
                Socket broker = new Socket(BrokerPorts.address(), target);
                sockets.add(broker);
                connections.incrementAndGet();
                connected(client, broker);
            }
        } catch (IOException e) {
            close();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "broker-proxy");
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
