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
package io.logspool.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logspool.testing.appender.ProgramContract;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.KafkaBrokerException;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka broker, with the Log4j that it comes with. */
class KafkaBrokerProgramIT extends ProgramContract {

    private static final int TOPICS = 10;
    private static final int RECORDS = 300;

    KafkaBrokerProgramIT() {
        super("kafka broker");
    }

    @Override
    protected void runUnderLoad(Path directory, Path log, List<String> settings) throws Exception {
        Path configuration = Files.writeString(
                directory.resolve("log4j2.xml"), """
                <Configuration shutdownHook="disable">
                  <Appenders>
                    <File name="FILE" fileName="%s">
                      <PatternLayout alwaysWriteExceptions="false"><Pattern><![CDATA[{"@timestamp":"%%d{yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'}{UTC}","log.level":"%%level","log.logger":"%%logger","process.thread.name":"%%enc{%%thread}{JSON}","process.thread.id":%%tid,"message":"%%enc{%%m}{JSON}","error.stack_trace":"%%enc{%%ex}{JSON}"}%%n]]></Pattern></PatternLayout>
                    </File>
                    <Logspool name="LOGSPOOL">
                      %s
                    </Logspool>
                  </Appenders>
                  <Loggers>
                    <Root level="INFO">
                      <AppenderRef ref="FILE"/>
                      <AppenderRef ref="LOGSPOOL"/>
                    </Root>
                    <Logger name="net.openhft" level="OFF"/>
                    <Logger name="kafka.request.logger" level="TRACE"/>
                    <Logger name="kafka" level="DEBUG"/>
                    <Logger name="state.change.logger" level="TRACE"/>
                    <Logger name="org.apache.kafka" level="DEBUG"/>
                  </Loggers>
                </Configuration>
                """.formatted(log, Log4jDriver.properties(settings)));
        try (KafkaBroker broker = KafkaBroker.builder()
                .directory(directory.resolve("broker"))
                .library(ownLibrary())
                .jvmOptions("-Dlog4j2.configurationFile=" + configuration)
                .start()) {
            load(broker);
            broker.stop();
        }
    }

    /** What the appender needs beside the broker's own Log4j. */
    private static List<Path> ownLibrary() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(element -> !element.getFileName().toString().matches("(log4j|slf4j)-.*"))
                .toList();
    }

    private static void load(KafkaBroker broker) throws Exception {
        for (int topic = 0; topic < TOPICS; topic++) {
            broker.createTopic("orders-" + topic, 3);
        }
        assertThatThrownBy(() -> broker.createTopic("orders-0", 3)).isInstanceOf(KafkaBrokerException.class);
        sendNoRequest(broker);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("linger.ms", "0");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < TOPICS * RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders-" + i % TOPICS, "key " + i, "value " + i))
                        .get(); // a request for each record
            }
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            assertThat(broker.read("orders-" + topic, Duration.ofSeconds(30))).hasSize(RECORDS);
        }
    }

    /** The broker logs an exception of it. */
    private static void sendNoRequest(KafkaBroker broker) throws IOException {
        URI address = URI.create("kafka://" + broker.bootstrapServers());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("....no request of Kafka".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read())
                    .as("end of the connection")
                    .isEqualTo(-1);
        }
    }
}
