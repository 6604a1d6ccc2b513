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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.LogLevel;
import io.logspool.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, with a real broker and SASL_SSL: what is wrong with credentials is waited for, said once in clear words and
 * mended without a restart; and no secret is ever shown.
 */
class SecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORE_PASSWORD = "store-secret-1";
    private static final String RIGHT = "right-secret-2";
    private static final String WRONG = "wrong-secret-3";
    private static final String ROTATED = "rotated-secret-4";

    @TempDir
    private static Path shared;

    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    private final RecordingListener listener = new RecordingListener(new CopyOnWriteArrayList<>());

    @BeforeAll
    static void startBroker() throws Exception {
        Path keys = shared.resolve("broker.p12");
        Path trusted = shared.resolve("trusted.p12");
        Path certificate = shared.resolve("broker.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                keys.toString(),
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-keystore",
                trusted.toString(),
                "-file",
                certificate.toString());
        keytool(
                "-genkeypair",
                "-alias",
                "other",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=other",
                "-keystore",
                shared.resolve("other.p12").toString());
        broker = KafkaBroker.builder()
                .secureListener("SASL_SSL")
                .property("ssl.keystore.location", keys.toString())
                .property("ssl.keystore.password", STORE_PASSWORD)
                .property("ssl.keystore.type", "PKCS12")
                .property("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .property(
                        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .formatArguments("--add-scram", "SCRAM-SHA-512=[name=agent,password=" + RIGHT + "]")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void a_wrong_password_is_said_and_the_right_one_and_a_rotated_one_are_taken_from_the_file() throws Exception {
        broker.createTopic("secured", 1);
        Path password = Files.writeString(directory.resolve("password"), WRONG + "\n");
        LogAgentConfig config = config(password, "trusted.p12", "secured", "at-least-once");
        try (LogAgent agent = LogAgent.start(config, listener)) {
            log(agent, 0, 100);
            await(agent, () -> said("does not accept these credentials"));
            assertThat(agent.stats().acknowledged()).isZero();

            Files.writeString(password, RIGHT);
            await(agent, () -> agent.stats().acknowledged() == 100);
            assertThat(listener.messages())
                    .filteredOn(text -> text.contains("does not accept these credentials"))
                    .hasSize(1);

            setPassword(ROTATED);
            Files.writeString(password, ROTATED);
            broker.restart();
            log(agent, 100, 200);
            await(agent, () -> agent.stats().acknowledged() == 200);
            assertNoSecret(config.toString(), agent.stats().toString());
        } finally {
            setPassword(RIGHT);
        }
        assertThat(broker.read("secured", PATIENCE)).hasSize(200);
    }

    @Test
    void transactions_and_their_positions_use_the_same_credentials() throws Exception {
        broker.createTopic("secured-once", 1);
        Path password = Files.writeString(directory.resolve("password"), WRONG);
        LogAgentConfig config = config(password, "trusted.p12", "secured-once", "exactly-once");
        try (LogAgent agent = LogAgent.start(config, listener)) {
            log(agent, 0, 100);
            await(agent, () -> said("does not accept these credentials"));
            Files.writeString(password, RIGHT);
            await(agent, () -> agent.stats().acknowledged() == 100);
            assertNoSecret(config.toString(), agent.stats().toString());
        }
        assertThat(broker.read("secured-once", PATIENCE)).hasSize(100);
    }

    @Test
    void a_broker_that_is_not_trusted_is_said_and_a_new_store_is_taken() throws Exception {
        broker.createTopic("untrusted", 1);
        Path password = Files.writeString(directory.resolve("password"), RIGHT);
        Path store = directory.resolve("store.p12");
        Files.copy(shared.resolve("other.p12"), store);
        LogAgentConfig config = config(password, store.toString(), "untrusted", "at-least-once");
        try (LogAgent agent = LogAgent.start(config, listener)) {
            log(agent, 0, 10);
            await(agent, () -> said("TLS handshake"));
            Files.copy(shared.resolve("trusted.p12"), store, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await(agent, () -> agent.stats().acknowledged() == 10);
            assertNoSecret(config.toString(), agent.stats().toString());
        }
    }

    private LogAgentConfig config(Path password, String store, String topic, String delivery) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "secured")
                .set("spool.dir", directory.resolve("spool").toString())
                .set("ship.topic", topic)
                .set("ship.delivery", delivery)
                .set("kafka.bootstrap.servers", broker.secureServers())
                .set("kafka.security.protocol", "SASL_SSL")
                .set("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .set(
                        "kafka.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"agent\""
                                + " password=\"%{file:" + password + "}\";")
                .set("kafka.ssl.truststore.location", shared.resolve(store).toString())
                .set("kafka.ssl.truststore.password", STORE_PASSWORD)
                .set("kafka.ssl.truststore.type", "PKCS12")
                .build();
    }

    private void assertNoSecret(String... texts) {
        List<String> all = new ArrayList<>(List.of(texts));
        all.addAll(listener.messages());
        assertThat(all).allSatisfy(text -> assertThat(text).doesNotContain(STORE_PASSWORD, RIGHT, WRONG, ROTATED));
    }

    private boolean said(String words) {
        return listener.messages().stream().anyMatch(text -> text.contains(words));
    }

    private static void setPassword(String password) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "agent", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get();
        }
    }

    private static void log(LogAgent agent, int from, int to) {
        for (int i = from; i < to; i++) {
            LogResult result = agent.log(
                    "event " + i,
                    (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                            .message(text));
            assertThat(result).isEqualTo(LogResult.ACCEPTED);
        }
    }

    private void await(LogAgent agent, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s %s", agent.stats(), listener.messages())
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
