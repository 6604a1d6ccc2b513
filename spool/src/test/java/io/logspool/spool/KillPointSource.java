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
package io.logspool.spool;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The spool, compiled from its sources with a {@link KillPoint} before each statement. So the program under test has no
 * code for tests, and each place that there is, and will be, can be killed at.
 */
final class KillPointSource {

    private static final Path SOURCES = Path.of("src", "main", "java");

    private final List<String> points = new ArrayList<>();
    private final Path classes;

    private KillPointSource(Path classes) {
        this.classes = classes;
    }

    /** Where the compiled classes are; to stand in front of the others. */
    Path classes() {
        return classes;
    }

    /** Where each point is: file and line. */
    List<String> points() {
        return points;
    }

    static KillPointSource compile(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        KillPointSource result = new KillPointSource(Files.createDirectories(directory.resolve("classes")));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> originals;
            try (Stream<Path> all = Files.walk(SOURCES)) {
                originals = all.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList();
            }
            List<Path> changed = new ArrayList<>();
            for (Path original : originals) {
                Path copy = sources.resolve(SOURCES.relativize(original).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, result.withPoints(compiler, files, original));
                changed.add(copy);
            }
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    result.classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            null, files, null, options, null, files.getJavaFileObjectsFromPaths(changed))
                    .call();
            if (!compiled) {
                throw new IOException("the changed sources in " + sources + " do not compile");
            }
        }
        return result;
    }

    private String withPoints(JavaCompiler compiler, StandardJavaFileManager files, Path original) throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(original));
        Iterable<? extends JavaFileObject> objects = files.getJavaFileObjects(original);
        JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, objects);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            List<Long> starts = new ArrayList<>();
            unit.accept(
                    new TreeScanner<@Nullable Object, @Nullable Object>() {
                        @Override
                        public @Nullable Object visitBlock(BlockTree block, @Nullable Object unused) {
                            for (StatementTree statement : block.getStatements()) {
                                String code = statement.toString();
                                if (!code.startsWith("super(") && !code.startsWith("this(")) {
                                    starts.add(positions.getStartPosition(unit, statement));
                                }
                            }
                            return super.visitBlock(block, unused);
                        }
                    },
                    null);
            starts.sort(null);
            int first = points.size();
            for (long start : starts) {
                points.add(original.getFileName() + ":" + unit.getLineMap().getLineNumber(start));
            }
            for (int i = starts.size() - 1; i >= 0; i--) {
                text.insert(
                        Math.toIntExact(starts.get(i)), KillPoint.class.getName() + ".reach(" + (first + i) + "); ");
            }
        }
        return text.toString();
    }

    /** How often each point was reached, as {@link KillPoint#haltAfterCounting()} wrote it. */
    static List<Integer> counts(Path file) {
        try {
            return Files.readAllLines(file).stream().map(Integer::valueOf).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
