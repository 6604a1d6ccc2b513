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
package io.logspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.testing.kafka.KafkaBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract: two applications of one service log into one directory, and are killed at random, as their broker is, or
 * it is stopped for a while; and {@code logspool audit} finds nothing missing, nothing out of order and, with exactly
 * once, nothing twice. What it calls accepted is what the applications counted.
 *
 * <p>{@code -Dcampaign.minutes=60} makes it long, {@code -Dcampaign.seed} takes the same random numbers again.
 */
class DeliveryCampaignIT {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern SUM = Pattern.compile(
            "all: accepted ([0-9,]+), received ([0-9,]+), missing ([0-9,]+), duplicate ([0-9,]+), out of order ([0-9,]+)");

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("campaign.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int started;
    private int killed;
    private int endedInPeace;
    private int brokerKilled;
    private int brokerPaused;

    @Test
    void at_least_once_nothing_is_missing_or_out_of_order() throws Exception {
        campaign("at-least-once");
    }

    @Test
    void exactly_once_nothing_is_missing_or_twice_or_out_of_order() throws Exception {
        campaign("exactly-once", "--no-duplicates");
    }

    private void campaign(String delivery, String... auditOptions) throws Exception {
        long minutes = Long.getLong("campaign.minutes", 0);
        Duration length = minutes == 0 ? SHORT : Duration.ofMinutes(minutes);
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("campaign", 2);
            broker.createTopic("logspool-ledger", 1);
            trouble(broker, delivery, System.nanoTime() + length.toNanos());
            Process last = start(broker, delivery, 0);
            // A machine that is short of processors leaves more behind than it ships.
            boolean drained = last.waitFor(PATIENCE.plus(length).toSeconds(), TimeUnit.SECONDS);
            last.destroyForcibly();
            assertThat(drained).as("drained, %s", said()).isTrue();
            assertThat(last.exitValue()).as(said()).isZero();

            List<String> command =
                    new ArrayList<>(List.of("audit", "--topic", "campaign", "--bootstrap", broker.bootstrapServers()));
            command.addAll(List.of(auditOptions));
            check(delivery, Run.of(command.toArray(String[]::new)));
        }
    }

    private void trouble(KafkaBroker broker, String delivery, long end) throws Exception {
        List<Application> applications = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            applications.add(new Application(start(broker, delivery, 10), System.nanoTime() + lifetime()));
        }
        long brokerAt = System.nanoTime() + between(2000, 10_000);
        boolean paused = false;
        try {
            while (System.nanoTime() < end) {
                Application first =
                        applications.get(0).end < applications.get(1).end ? applications.get(0) : applications.get(1);
                if (brokerAt < first.end) {
                    waitUntil(brokerAt, applications);
                    if (broker.isRunning() && !paused) {
                        paused = random.nextInt(3) == 0;
                        stop(broker, paused);
                        brokerAt = System.nanoTime() + between(0, 4000);
                    } else {
                        resume(broker, paused);
                        paused = false;
                        brokerAt = System.nanoTime() + between(2000, 15_000);
                    }
                } else {
                    waitUntil(first.end, applications);
                    end(first.process);
                    applications.remove(first);
                    int atOnce = random.nextInt(8) == 0 ? 100 : 10;
                    applications.add(new Application(start(broker, delivery, atOnce), System.nanoTime() + lifetime()));
                }
            }
        } finally {
            for (Application application : applications) {
                application.process.destroyForcibly().waitFor();
                killed++;
            }
            resume(broker, paused);
        }
    }

    private record Application(Process process, long end) {}

    private void waitUntil(long time, List<Application> applications) throws Exception {
        boolean ended =
                applications.get(0).process.waitFor(Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS);
        assertThat(ended).as("an application ended by itself: %s", said()).isFalse();
    }

    private void stop(KafkaBroker broker, boolean pause) {
        if (pause) {
            broker.pause();
            brokerPaused++;
        } else {
            broker.kill();
            brokerKilled++;
        }
    }

    private static void resume(KafkaBroker broker, boolean paused) {
        if (paused) {
            broker.resume();
        } else if (!broker.isRunning()) {
            broker.restart();
        }
    }

    /** Most are killed; some end in peace, as far as that goes within a second. */
    private void end(Process process) throws Exception {
        if (random.nextInt(6) == 0) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            if (process.waitFor(between(100, 3000), TimeUnit.NANOSECONDS)) {
                assertThat(process.exitValue()).as(said()).isZero();
                endedInPeace++;
                return;
            }
        }
        process.destroyForcibly().waitFor();
        killed++;
    }

    /** In nanoseconds. Some live long enough to adopt the slot of another. */
    private long lifetime() {
        return random.nextInt(3) == 0 ? between(4000, 9000) : between(300, 3000);
    }

    private long between(int fromMillis, int toMillis) {
        return TimeUnit.MILLISECONDS.toNanos(fromMillis + random.nextInt(toMillis - fromMillis));
    }

    private void check(String delivery, Run audit) throws IOException {
        CampaignApplication.Count count = new CampaignApplication.Count(1, 1); // the last application's event
        for (int i = 0; i < started; i++) {
            count = count.and(CampaignApplication.Count.of(notes(i)));
        }
        List<String> lines = audit.lines();
        String sum = lines.get(lines.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "campaign %s: %d applications, %d killed, %d ended in peace; broker %d times killed, %d times paused;"
                        + " logged %,d to %,d; seed %d%n%s%n",
                delivery,
                started,
                killed,
                endedInPeace,
                brokerKilled,
                brokerPaused,
                count.accepted(),
                count.begun(),
                seed,
                sum);
        String all = "seed " + seed + "\n" + audit.out() + audit.err() + said();
        assertThat(audit.exitCode()).as(all).isZero();
        assertThat(audit.out())
                .as("the ledger knows all, and all books are closed, %s", all)
                .doesNotContain("the ledger says nothing", "(running)");
        Matcher figures = SUM.matcher(sum);
        assertThat(figures.matches()).as(all).isTrue();
        assertThat(figure(figures, 1)).as(all).isBetween(count.accepted(), count.begun());
        assertThat(figure(figures, 2)).as(all).isEqualTo(figure(figures, 1));
    }

    private static long figure(Matcher figures, int group) {
        return Long.parseLong(figures.group(group).replace(",", ""));
    }

    private Process start(KafkaBroker broker, String delivery, int atOnce) throws IOException {
        int number = started++;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CampaignApplication.class.getName(),
                directory.resolve("spool").toString(),
                broker.bootstrapServers(),
                notes(number).toString(),
                "application-" + number,
                Integer.toString(atOnce),
                "ship.delivery=" + delivery,
                "ship.commit-interval=" + (random.nextBoolean() ? "10ms" : "200ms"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
                .start();
    }

    private Path notes(int number) {
        return directory.resolve("notes-" + number);
    }

    private File output() {
        return directory.resolve("out").toFile();
    }

    private @Nullable String said() throws IOException {
        return Files.exists(output().toPath()) ? Files.readString(output().toPath()) : null;
    }
}
