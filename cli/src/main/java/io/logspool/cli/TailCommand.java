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

import io.logspool.spool.SegmentFile;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code logspool tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints the last events, and with -f those to come, of slots to come too.")
final class TailCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PAUSES_PER_LOOK = 10;
    private static final int EVENTS_PER_TURN = 1000;
    private static final int WIDER = 4;

    private final Streams streams;
    private final List<SlotEvents> all = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();

    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolSelection selection;

    @Mixin
    private EventFilter filter;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with events as they are logged, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "How many of the last events; default ${DEFAULT-VALUE}.")
    private int count;

    TailCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "-n " + count + " is negative");
        }
        List<SlotView> slots = selection.slots();
        // A slot that is found later should not change how the lines look.
        EventPrinter printer = CatCommand.printer(streams, selection.json(), slots.size() > 1);
        try {
            List<SlotEvent> last = new ArrayList<>();
            for (SlotView slot : slots) {
                known.add(slot.directory());
                last.addAll(openAtEnd(slot));
            }
            last.sort(Comparator.comparingLong(event -> event.event().epochNanos()));
            for (SlotEvent event : last.subList(Math.max(0, last.size() - count), last.size())) {
                printer.print(event);
            }
            streams.out().flush();
            if (follow) {
                try {
                    follow(printer);
                } catch (ClosedByInterruptException e) {
                    // The interrupt that ends the command came while a file was read or opened.
                }
            }
            return Troubles.report(streams, all);
        } finally {
            for (SlotEvents events : all) {
                events.close();
            }
        }
    }

    /** Reads a slot from as few segments before its end as have enough events. */
    private Deque<SlotEvent> openAtEnd(SlotView slot) throws IOException {
        List<SegmentFile> segments = slot.segments();
        for (int back = 1; ; back *= WIDER) {
            int first = segments.size() - back;
            SlotEvents events = new SlotEvents(
                    slot,
                    first <= 0
                            ? SpoolPosition.START
                            : new SpoolPosition(segments.get(first).number(), 0),
                    filter);
            Deque<SlotEvent> last = new ArrayDeque<>();
            for (SlotEvent event = events.next(); event != null; event = events.next()) {
                last.addLast(event);
                if (last.size() > count) {
                    last.removeFirst();
                }
            }
            if (first <= 0 || last.size() >= count) {
                all.add(events);
                return last;
            }
            events.close();
        }
    }

    private void follow(EventPrinter printer) throws IOException {
        int pauses = 0;
        while (!Thread.currentThread().isInterrupted()) {
            boolean any = false;
            for (SlotEvents events : all) {
                any |= printSome(events, printer);
            }
            streams.out().flush();
            if (!any) {
                LockSupport.parkNanos(PAUSE.toNanos());
                if (++pauses % PAUSES_PER_LOOK == 0) {
                    addNewSlots();
                }
            }
        }
    }

    private static boolean printSome(SlotEvents events, EventPrinter printer) throws IOException {
        for (int i = 0; i < EVENTS_PER_TURN; i++) {
            @Nullable SlotEvent event = events.next();
            if (event == null) {
                return i > 0;
            }
            printer.print(event);
        }
        return true;
    }

    private void addNewSlots() throws IOException {
        try {
            for (SlotView slot : selection.slots()) {
                if (known.add(slot.directory())) {
                    all.add(new SlotEvents(slot, SpoolPosition.START, filter));
                }
            }
        } catch (NoSuchFileException e) {
            // Slots come and go; what is open is read on.
        }
    }
}
