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
package io.logspool.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.ProgramContract;
import io.logspool.testing.appender.ProgramEvent;
import io.logspool.testing.kafka.BrokerPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.slf4j.LoggerFactory;

/** A ZooKeeper server, which logs with Logback. */
class ZooKeeperProgramIT extends ProgramContract {

    private static final int SESSIONS = 10;
    private static final int NODES = 200;
    private static final int DEADLINE_SECONDS = 60;

    ZooKeeperProgramIT() {
        super("zookeeper");
    }

    @Override
    protected void runUnderLoad(Path directory, Path log, List<String> settings) throws Exception {
        // The clients of this test log as well, and Logback prints it all where it is not configured.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Path configuration = Files.writeString(
                directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder class="net.logstash.logback.encoder.LogstashEncoder">
                      <timeZone>UTC</timeZone>
                      <fieldNames>
                        <level>log.level</level>
                        <logger>log.logger</logger>
                        <thread>process.thread.name</thread>
                        <stackTrace>error.stack_trace</stackTrace>
                      </fieldNames>
                    </encoder>
                  </appender>
                  <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
                    %s
                  </appender>
                  <logger name="net.openhft" level="OFF"/>
                  <logger name="org.apache.zookeeper.server" level="DEBUG"/>
                  <logger name="org.apache.zookeeper.server.FinalRequestProcessor" level="TRACE"/>
                  <root level="INFO">
                    <appender-ref ref="FILE"/>
                    <appender-ref ref="LOGSPOOL"/>
                  </root>
                </configuration>
                """.formatted(log, LogbackDriver.elements(null, settings)));
        int port = BrokerPorts.findFree(0);
        Path output = directory.resolve("output");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + configuration,
                        "-Dzookeeper.admin.enableServer=false",
                        ZooKeeperServerMain.class.getName(),
                        Integer.toString(port),
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            load(port, output);
            server.destroy(); // idle now, so that no event is cut off between the two appenders
            assertThat(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    @Override
    protected ProgramEvent arrived(JsonNode ecs) {
        return super.arrived(ecs).withoutThreadId();
    }

    private static void load(int port, Path output) throws Exception {
        for (int session = 0; session < SESSIONS; session++) {
            CountDownLatch connected = new CountDownLatch(1);
            ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, DEADLINE_SECONDS * 1000, event -> {
                if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                    connected.countDown();
                }
            });
            try {
                assertThat(connected.await(DEADLINE_SECONDS, TimeUnit.SECONDS))
                        .as("connected; %s", Files.readString(output))
                        .isTrue();
                write(client, "/session-" + session);
            } finally {
                client.close();
            }
        }
        sendNoRequest(port);
    }

    private static void write(ZooKeeper client, String root) throws KeeperException, InterruptedException {
        byte[] data = "a node".getBytes(StandardCharsets.UTF_8);
        client.create(root, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int node = 0; node < NODES; node++) {
            client.create(root + "/node-", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
        }
        assertThat(client.getChildren(root, false)).hasSize(NODES);
        assertThatThrownBy(() -> client.setData(root, data, 4711)).isInstanceOf(KeeperException.class);
    }

    /** The server logs an exception of it. */
    private static void sendNoRequest(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            OutputStream out = socket.getOutputStream();
            out.write("no request of ZooKeeper".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(socket.getInputStream().read())
                    .as("end of the connection")
                    .isEqualTo(-1);
        }
    }
}
