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
package io.logspool.samples.quickstart;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param help whether only the help is wanted
 * @param outage how long the broker is dead in the middle of the load; zero for no outage
 * @param port where the shop listens; 0 for a free port
 * @param kafkaPort where the broker listens; 0 for a free port
 * @param directory where everything is kept; null for a temporary directory
 * @param keep whether a temporary directory stays
 */
record Options(
        boolean help,
        Duration outage,
        int requests,
        int port,
        int kafkaPort,
        @Nullable Path directory,
        boolean keep) {

    static final String HELP = """
            usage: run [options]

            Starts a Kafka broker and a small web shop, sends the shop real HTTP requests, and compares
            the events it logs with those that arrive in Kafka.

              --outage DURATION   kill the broker in the middle, and start it again after, say, 10s
              --requests N        how many requests the shop gets; about four events each (default 4000)
              --port PORT         where the shop listens (default: a free port)
              --kafka-port PORT   where the broker listens (default: a free port)
              --directory DIR     keep spool, broker data and logs in DIR (default: temporary)
              --keep              do not delete the temporary directory
              --help              this text

            exit code: 0 nothing is missing, 1 something is, 2 bad usage, 3 it could not be run
            """;

    private static final int DEFAULT_REQUESTS = 4_000;
    private static final int MOST_REQUESTS = 10_000_000;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration LONGEST_OUTAGE = Duration.ofHours(1);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    static Options parse(String... arguments) throws UsageException {
        boolean help = false;
        Duration outage = Duration.ZERO;
        int requests = DEFAULT_REQUESTS;
        int port = 0;
        int kafkaPort = 0;
        Path directory = null;
        boolean keep = false;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            switch (name) {
                case "--help", "-h" -> help = true;
                case "--keep" -> keep = true;
                case "--outage" -> outage = duration(name, value(name, rest));
                case "--requests" -> requests = number(name, value(name, rest), MOST_REQUESTS);
                case "--port" -> port = number(name, value(name, rest), HIGHEST_PORT);
                case "--kafka-port" -> kafkaPort = number(name, value(name, rest), HIGHEST_PORT);
                case "--directory" -> directory = path(name, value(name, rest));
                default -> throw new UsageException("unknown option " + name);
            }
        }
        if (port != 0 && port == kafkaPort) {
            throw new UsageException("--port and --kafka-port are both " + port);
        }
        return new Options(help, outage, requests, port, kafkaPort, directory, keep);
    }

    private static String value(String name, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(name + " needs a value");
        }
        return rest.next();
    }

    private static int number(String name, String value, int most) throws UsageException {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " " + value + ": not a number");
        }
        throw new UsageException(name + " " + value + ": not between 1 and " + most);
    }

    private static Duration duration(String name, String value) throws UsageException {
        Matcher matcher = DURATION.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new UsageException(name + " " + value + ": not a duration like 500ms, 10s or 2m");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        if (duration.isZero() || duration.compareTo(LONGEST_OUTAGE) > 0) {
            throw new UsageException(name + " " + value + ": not between 1ms and 60m");
        }
        return duration;
    }

    private static Path path(String name, String value) throws UsageException {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UsageException(name + " " + value + ": " + e.getReason());
        }
    }
}
