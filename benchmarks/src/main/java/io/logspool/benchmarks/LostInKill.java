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

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

    private LostInKill() {}

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        System.out.println("| | logged | missing in the topic | longest call, ms |");
        System.out.println("|---|---|---|---|");
        for (KafkaRoute route : List.of(KafkaRoute.LOGSPOOL, KafkaRoute.LOGBACK, KafkaRoute.LOG4J)) {
            run(route, seconds, rate, args.length > 2 ? args[2] : "");
        }
    }

    private static void run(KafkaRoute route, int seconds, int rate, String directory) throws Exception {
        try (LocalBroker broker = new LocalBroker();
                WorkDirectory work = WorkDirectory.create(directory)) {
            String topic = broker.newTopic(1);
            KafkaRoute.Application application = route.start(new Place(work.path(), broker.servers(), topic));
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
            try (Arrivals arrivals = new Arrivals(broker.servers(), topic, logged)) {
                arrivals.await(logged);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %,d | %,d | %,.1f |%n",
                        route.title,
                        logged,
                        arrivals.missing(),
                        longest / 1e6);
            }
        }
    }
}
