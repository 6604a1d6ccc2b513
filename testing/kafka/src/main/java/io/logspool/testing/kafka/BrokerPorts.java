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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds and checks ports of the loopback address. */
public final class BrokerPorts {
    static final String HOST = "127.0.0.1";

    /**
     * Below the range that systems take the ports of outgoing connections from: there another program could get the
     * port between a kill and a restart, and a client that dials a dead port of its own host could connect to itself.
     */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private BrokerPorts() {}

    /** A free port, other than {@code not}. Also for other servers that a test starts. */
    public static int findFree(int not) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (port != not && isFree(port)) {
                return port;
            }
        }
        throw new KafkaBrokerException(
                "No free port found between " + LOWEST + " and " + HIGHEST + " in " + ATTEMPTS + " attempts.");
    }

    /**
     * Checks that a port can be listened on.
     *
     * @throws KafkaBrokerException naming the port, if it is in use
     */
    static void requireFree(int port, String what) {
        if (!isFree(port)) {
            throw new KafkaBrokerException("Port " + port + " (" + what + ") is in use on " + HOST
                    + ": choose another one, or stop the program that listens there.");
        }
    }

    static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
