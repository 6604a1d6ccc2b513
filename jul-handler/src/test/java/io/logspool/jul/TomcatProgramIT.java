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
package io.logspool.jul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.ProgramContract;
import io.logspool.testing.appender.ProgramEvent;
import java.io.BufferedReader;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.FileHandler;
import java.util.logging.XMLFormatter;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A Tomcat, which logs with java.util.logging unless it is told otherwise. */
class TomcatProgramIT extends ProgramContract {

    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 8;
    private static final int DEADLINE_SECONDS = 60;

    TomcatProgramIT() {
        super("tomcat");
    }

    @Override
    protected void runUnderLoad(Path directory, Path log, List<String> settings) throws Exception {
        Map<String, String> properties = JulDriver.properties(null, settings);
        properties.put("handlers", FileHandler.class.getName() + " " + LogspoolHandler.class.getName());
        properties.put("java.util.logging.FileHandler.pattern", log.toString());
        properties.put("java.util.logging.FileHandler.formatter", XMLFormatter.class.getName());
        properties.put("java.util.logging.FileHandler.encoding", "UTF-8");
        properties.put("java.util.logging.FileHandler.level", "ALL");
        properties.put(".level", "INFO");
        properties.put("net.openhft.level", "OFF");
        properties.put("org.apache.level", "FINER");
        Process tomcat = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.config.file=" + LoggingProperties.write(directory, properties),
                        TomcatProgram.class.getName(),
                        directory.resolve("tomcat").toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (BufferedReader out = tomcat.inputReader(StandardCharsets.US_ASCII)) {
            load("http://127.0.0.1:" + out.readLine());
            tomcat.getOutputStream().close();
            assertThat(tomcat.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            tomcat.destroyForcibly();
        }
    }

    private static void load(String address) {
        HttpClient client = HttpClient.newHttpClient();
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<Void>> requests = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                requests.add(expect(client, address + "/answers?" + i, 200));
            }
            requests.add(expect(client, address + "/fails?" + round, 500));
            requests.add(expect(client, address + "/breaks", 500));
            requests.add(expect(client, address + "/nowhere", 404));
            requests.forEach(CompletableFuture::join);
        }
    }

    private static CompletableFuture<Void> expect(HttpClient client, String address, int status) {
        return client.sendAsync(
                        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                .thenAccept(response -> assertThat(response.statusCode()).isEqualTo(status));
    }

    @Override
    protected ProgramEvent arrived(JsonNode ecs) {
        return super.arrived(ecs).asInXml();
    }

    @Override
    protected List<ProgramEvent> written(Path log) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        NodeList records;
        try (InputStream in = Files.newInputStream(log)) {
            records = parsers.newDocumentBuilder().parse(in).getElementsByTagName("record");
        }
        List<ProgramEvent> events = new ArrayList<>();
        for (int i = 0; i < records.getLength(); i++) {
            events.add(event((Element) records.item(i)));
        }
        return events;
    }

    private static ProgramEvent event(Element xml) {
        Element thrown = (Element) xml.getElementsByTagName("exception").item(0);
        return new ProgramEvent(
                Instant.parse(text(xml, "date")),
                text(xml, "level"),
                text(xml, "logger"),
                "",
                text(xml, "thread"),
                text(xml, "message"),
                thrown == null
                        ? ""
                        : text(thrown, "message").lines().findFirst().orElse(""));
    }

    private static String text(Element xml, String name) {
        return xml.getElementsByTagName(name).item(0).getTextContent();
    }
}
