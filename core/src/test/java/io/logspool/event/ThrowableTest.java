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
package io.logspool.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A throwable that was written and read prints what it would have printed itself. */
final class ThrowableTest {

    private static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final StackTraceElement ROOT = new StackTraceElement("Root", "run", "Root.java", 1);

    @Test
    void a_real_throwable_prints_the_same_after_reading() {
        assertThatItPrintsTheSame(new IllegalStateException("outer", new IOException("inner", nested(10))));
        assertThatItPrintsTheSame(new RuntimeException());
        assertThatItPrintsTheSame(new RuntimeException(""));
        assertThatItPrintsTheSame(new RuntimeException("two\nlines\r\n\tand a tab"));
        assertThatItPrintsTheSame(new ExceptionInInitializerError(new RuntimeException("x")));
    }

    @Test
    void a_throwable_through_reflection_lambdas_and_modules_prints_the_same() throws Exception {
        Runnable failing = () -> Objects.requireNonNull(null, "nothing");
        Throwable thrown = caught(() -> List.of(1).forEach(i -> failing.run()));
        assertThatItPrintsTheSame(thrown);
        Throwable reflective = caught(() -> {
            try {
                String.class.getMethod("charAt", int.class).invoke("", 1);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatItPrintsTheSame(reflective);
    }

    @Test
    void generated_throwables_print_the_same() {
        for (long seed = 0; seed < 2_000; seed++) {
            Throwable generated = new Generator(new Random(seed)).throwable();
            assertThat(read(generated).stackTrace()).as("seed %d", seed).isEqualTo(printed(generated));
        }
    }

    @Test
    void cycles_end_and_are_marked() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThatItPrintsTheSame(first);
        assertThat(read(first).stackTrace()).contains("Caused by: [CIRCULAR REFERENCE: java.lang.Exception: first]");

        Exception third = new Exception("third");
        Exception fourth = new Exception("fourth", third);
        third.addSuppressed(fourth);
        assertThatItPrintsTheSame(third);
    }

    @Test
    void a_chain_of_a_hundred_thousand_causes_is_written_and_read_without_recursion() throws EventFormatException {
        Throwable chain = nested(100_000);
        EventWriter large = new EventWriter(64 * 1024 * 1024);
        LogEvent event = write(large, chain);
        ThrowableInfo info = Objects.requireNonNull(event.throwable());
        assertThat(event.truncated()).isFalse();
        assertThat(info.nodes()).hasSize(100_000);
        assertThat(info.stackTrace()).endsWith("Caused by: java.lang.Exception: cause 0\n\t... 1 more\n");
        assertThat(info.equals(
                        EventReader.decode(large.array(), 0, large.length()).throwable()))
                .isTrue();
    }

    @Test
    void a_chain_too_long_for_its_entry_keeps_its_beginning() throws EventFormatException {
        EventWriter small = new EventWriter(8 * 1024);
        LogEvent event = write(small, nested(100_000));
        assertThat(event.truncated()).isTrue();
        assertThat(small.length()).isLessThanOrEqualTo(8 * 1024);
        assertThat(Objects.requireNonNull(event.throwable()).message()).isEqualTo("cause 99999");
    }

    @Test
    void causes_without_end_come_to_one() throws EventFormatException {
        EventWriter small = new EventWriter(64 * 1024);
        LogEvent event = write(small, new Endless());
        assertThat(event.truncated()).isTrue();
        assertThat(small.length()).isLessThanOrEqualTo(64 * 1024);
        assertThat(event.throwable()).isNotNull();
    }

    @Test
    void a_throwable_whose_methods_all_throw_is_named() {
        ThrowableInfo info = read(new Hostile());
        assertThat(info.className()).isEqualTo(Hostile.class.getName());
        assertThat(info.message()).contains("getMessage()").contains("IllegalStateException");
        assertThat(info.stackTrace())
                .isEqualTo("[toString() of io.logspool.event.ThrowableTest$Hostile failed:"
                        + " java.lang.IllegalStateException]\n");
    }

    @Test
    void a_stack_of_nulls_is_an_empty_one() {
        assertThat(read(new NoStack(null)).nodes().get(0).frames()).isEmpty();
        assertThat(read(new NoStack(new StackTraceElement[] {null}))
                        .nodes()
                        .get(0)
                        .frames())
                .isEmpty();
    }

    @Test
    void a_stack_that_does_not_fit_keeps_its_innermost_calls_and_says_how_many_are_gone() throws EventFormatException {
        Exception deep = new Exception("deep");
        StackTraceElement[] stack = new StackTraceElement[1_000];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = new StackTraceElement("com.example.C" + i, "method" + i, "C" + i + ".java", i);
        }
        deep.setStackTrace(stack);
        EventWriter small = new EventWriter(8 * 1024);
        ThrowableInfo.Node node =
                Objects.requireNonNull(write(small, deep).throwable()).nodes().get(0);
        assertThat(node.frames().get(0)).hasToString("com.example.C0.method0(C0.java:0)");
        assertThat(node.frames().size() + node.droppedFrames()).isEqualTo(1_000);
        assertThat(new ThrowableInfo(List.of(node)).stackTrace()).endsWith("\t... " + node.droppedFrames() + " cut\n");
    }

    private static void assertThatItPrintsTheSame(Throwable throwable) {
        assertThat(read(throwable).stackTrace()).isEqualTo(printed(throwable));
    }

    private static ThrowableInfo read(Throwable throwable) {
        try {
            LogEvent event = write(new EventWriter(MAX_EVENT_BYTES), throwable);
            assertThat(event.truncated()).isFalse();
            return Objects.requireNonNull(event.throwable());
        } catch (EventFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static LogEvent write(EventWriter writer, Throwable throwable) throws EventFormatException {
        writer.begin(1, LogLevel.ERROR).throwable(throwable);
        return EventReader.decode(writer.array(), writer.offset(), writer.length());
    }

    private static String printed(Throwable throwable) {
        StringWriter out = new StringWriter();
        throwable.printStackTrace(new PrintWriter(out));
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static Throwable caught(Runnable code) {
        try {
            code.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    private static Exception nested(int count) {
        Exception result = new Exception("cause 0");
        result.setStackTrace(new StackTraceElement[] {ROOT});
        for (int i = 1; i < count; i++) {
            result = new Exception("cause " + i, result);
            result.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m" + i, "C.java", i), ROOT});
        }
        return result;
    }

    /** Trees with causes, suppressed ones, common frames, cycles and odd frames. */
    private static final class Generator {

        private static final @Nullable String[] MODULES = {null, "java.base", "lib", ""};
        private static final @Nullable String[] LOADERS = {null, "web", ""};
        private static final @Nullable String[] FILES = {null, "A.java", "B.java", ""};

        private final Random random;
        private final List<StackTraceElement> pool = new ArrayList<>();
        private final List<Throwable> made = new ArrayList<>();

        Generator(Random random) {
            this.random = random;
            for (int i = 0; i < 12; i++) {
                String module = pick(MODULES);
                String version = module == null || module.equals("java.base") || random.nextBoolean() ? null : "1.0";
                pool.add(new StackTraceElement(
                        "java.base".equals(module) ? null : pick(LOADERS),
                        module,
                        version,
                        "com.example.C" + random.nextInt(4),
                        random.nextInt(5) == 0 ? "<init>" : "m" + random.nextInt(3),
                        pick(FILES),
                        random.nextInt(6) - 2));
            }
        }

        Throwable throwable() {
            return make(4);
        }

        private Throwable make(int depth) {
            String message = random.nextInt(4) == 0 ? null : "message " + random.nextInt(100);
            Exception result = random.nextInt(4) == 0 ? new Renamed(message) : new Exception(message);
            made.add(result);
            List<StackTraceElement> stack = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                stack.add(pool.get(random.nextInt(pool.size())));
            }
            stack.addAll(pool.subList(random.nextInt(pool.size()), pool.size()));
            result.setStackTrace(stack.toArray(StackTraceElement[]::new));
            if (depth > 0) {
                if (random.nextBoolean()) {
                    Throwable cause = next(depth);
                    if (cause != result) {
                        result.initCause(cause);
                    }
                }
                for (int i = random.nextInt(3); i > 0; i--) {
                    Throwable suppressed = next(depth);
                    if (suppressed != result) {
                        result.addSuppressed(suppressed);
                    }
                }
            }
            return result;
        }

        private Throwable next(int depth) {
            return random.nextInt(5) == 0 ? made.get(random.nextInt(made.size())) : make(depth - 1);
        }

        private @Nullable String pick(@Nullable String[] from) {
            return from[random.nextInt(from.length)];
        }
    }

    private static final class Renamed extends Exception {
        private static final long serialVersionUID = 1L;

        Renamed(@Nullable String message) {
            super(message);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // exceptions that do so are what this is about
        public String toString() {
            return "renamed <" + getMessage() + ">";
        }
    }

    private static final class Endless extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    private static final class Hostile extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("getMessage");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new StackOverflowError("getCause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new OutOfMemoryError("getStackTrace");
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // as above
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    private static final class NoStack extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient StackTraceElement @Nullable [] stack;

        NoStack(StackTraceElement @Nullable [] stack) {
            this.stack = stack;
        }

        @Override
        @SuppressWarnings("NullAway") // that it must not return null is what this class breaks
        public StackTraceElement[] getStackTrace() {
            return stack == null ? null : Arrays.copyOf(stack, stack.length);
        }
    }
}
