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

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.openjdk.jmh.Main;

/**
 * The short tour: all that has a target, in less than ten minutes, and one table of ratios at its end. Each part has a JVM
 * of its own, so that none is measured with what the compiler learnt in another.
 *
 * <pre>
 *   java -jar benchmarks.jar                      the tour
 *   java -jar benchmarks.jar drain latency        these parts of it
 *   java -jar benchmarks.jar --results=FILE ...   where the JSON goes; else tour.json
 *   java -jar benchmarks.jar LogbackCaller -t 2   JMH, with all of its options
 * </pre>
 */
public final class Tour {

    private static final String RESULTS = "--results=";

    /** That this is the JVM of one part. */
    private static final String HERE = "--here";

    private Tour() {}

    public static void main(String[] args) throws Exception {
        List<TourPart> parts = new ArrayList<>();
        Path results = Path.of("tour.json");
        boolean here = false;
        for (String arg : args) {
            TourPart part = TourPart.named(arg);
            if (part != null) {
                parts.add(part);
            } else if (arg.equals(HERE)) {
                here = true;
            } else if (arg.startsWith(RESULTS)) {
                results = Path.of(arg.substring(RESULTS.length()));
            } else {
                Main.main(args);
                return;
            }
        }
        if (here) {
            Findings findings = new Findings();
            parts.get(0).measure(findings);
            findings.write(results);
            System.out.println("done");
        } else {
            run(parts.isEmpty() ? List.of(TourPart.values()) : parts, results);
        }
    }

    private static void run(List<TourPart> parts, Path results) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Findings findings = new Findings();
        TreeSet<String> failed = new TreeSet<>();
        for (TourPart part : parts) {
            long begin = System.nanoTime();
            out.printf("%s: %s%n", part.title(), part.description());
            try (WorkDirectory work = WorkDirectory.create("")) {
                Path found = work.path().resolve("found.json");
                ChildJvm.run(Tour.class, part.jvmFlags(), HERE, RESULTS + found, part.title());
                findings.addAll(found);
            } catch (IOException | RuntimeException e) {
                failed.add(part.title());
                out.println("  failed");
                e.printStackTrace(out);
            }
            out.printf(Locale.ROOT, "  %.0f s%n", (System.nanoTime() - begin) / 1e9);
        }
        out.println();
        findings.print(out);
        findings.write(results);
        out.printf("%nin %s; `java docs/pictures/Benchmarks.java %s docs/pictures` draws it%n", results, results);
        if (!failed.isEmpty()) {
            out.println("failed: " + failed);
            System.exit(1);
        }
    }
}
