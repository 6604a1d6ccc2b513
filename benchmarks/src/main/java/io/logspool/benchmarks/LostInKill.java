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
package io.logspool.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import io.logspool.LogAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.logging.log4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is missing in the topic after the broker was killed in the middle and started again, and how long the longest log
 * call was: ours, logback-kafka-appender and Log4j's KafkaAppender, one after the other.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.LostInKill [seconds] [rate] [directory]</pre>
 *
 * <p>The broker is killed after a third of the time, and started again after two thirds. Then the frameworks are stopped as
 * their documents say; ours once it has shipped everything, what it else would do at its next start.
 */
public final class LostInKill {

    private static final Pattern NUMBER = Pattern.compile("order (\\d+) of");

    /** What is tried; each names a configuration file. */
    private enum Kind {
        SPOOL("Logspool", "shipping"),
        LOGBACK("logback-kafka-appender", "kafka-logstash"),
        LOG4J("Log4j's KafkaAppender", "kafka-json");

        private final String title;
        private final String row;

        Kind(String title, String row) {
            this.title = title;
            this.row = row;
        }
    }

    /** A framework that logs numbered events. */
    private interface Application {

        void log(int number);

        void stop();
    }

    private LostInKill() {}

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        System.out.println("| | logged | missing in the topic | longest call, ms |");
        System.out.println("|---|---|---|---|");
        for (Kind kind : Kind.values()) {
            run(kind, seconds, rate, args.length > 2 ? args[2] : "");
        }
    }

    private static void run(Kind kind, int seconds, int rate, String directory) throws Exception {
        try (LocalBroker broker = new LocalBroker();
                WorkDirectory work = WorkDirectory.create(directory)) {
            String topic = broker.newTopic(1);
            Application application = start(kind, new Place(work.path(), broker.servers(), topic));
            Thread killer = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds) / 3);
                broker.process().kill();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds) / 3);
                broker.process().restart();
            });
            killer.start();
            int logged = 0;
            long longest = 0;
            long begin = System.nanoTime();
            for (long end = begin + TimeUnit.SECONDS.toNanos(seconds); System.nanoTime() < end; logged++) {
                long due = begin + TimeUnit.SECONDS.toNanos(logged) / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(100_000);
                }
                long before = System.nanoTime();
                application.log(logged);
                longest = Math.max(longest, System.nanoTime() - before);
            }
            killer.join();
            application.stop();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,.1f |%n",
                    kind.title,
                    logged,
                    logged - arrived(broker.servers(), topic).cardinality(),
                    longest / 1e6);
        }
    }

    private static Application start(Kind kind, Place place) throws IOException {
        if (kind == Kind.LOG4J) {
            Log4jUnderTest log4j = new Log4jUnderTest(kind.row, place);
            Logger log = log4j.logger(Order.LOGGER);
            return application(number -> log.info(Order.PLACED, number, 3, "c-1881"), log4j::stop);
        }
        LoggerContext context = LogbackUnderTest.configure(kind.row, place);
        org.slf4j.Logger log = LoggerFactory.getLogger(Order.LOGGER);
        return application(number -> log.info(Order.PLACED, number, 3, "c-1881"), () -> {
            if (kind == Kind.SPOOL) {
                LogAgent agent = AgentUnderTest.agentOf(
                        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL"));
                AgentWait.acknowledged(agent, agent.stats().accepted());
            }
            context.stop();
        });
    }

    private static Application application(IntConsumer log, Runnable stop) {
        return new Application() {
            @Override
            public void log(int number) {
                log.accept(number);
            }

            @Override
            public void stop() {
                stop.run();
            }
        };
    }

    private static BitSet arrived(String servers, String topic) {
        BitSet numbers = new BitSet();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    Matcher matcher = NUMBER.matcher(record.value());
                    if (matcher.find()) {
                        numbers.set(Integer.parseInt(matcher.group(1)));
                    }
                }
            }
        }
        return numbers;
    }
}
