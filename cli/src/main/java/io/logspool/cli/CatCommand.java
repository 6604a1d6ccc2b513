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

import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logspool cat}. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = "Prints the events that are on disk. Those of several slots are merged by time; within a slot"
                + " they stay in the order of the spool.")
final class CatCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    private SpoolSelection selection;

    @Mixin
    private EventFilter filter;

    @Option(names = "--backlog", description = "Only what is not acknowledged yet.")
    private boolean backlog;

    CatCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<SlotView> slots = selection.slots();
        List<SlotEvents> all = new ArrayList<>();
        try {
            for (SlotView slot : slots) {
                SpoolPosition checkpoint = backlog ? slot.checkpoint() : null;
                all.add(new SlotEvents(slot, checkpoint == null ? SpoolPosition.START : checkpoint, filter));
            }
            merge(all, printer(streams, selection.json(), slots.size() > 1));
            return Troubles.report(streams, all);
        } finally {
            for (SlotEvents events : all) {
                events.close();
            }
        }
    }

    static EventPrinter printer(Streams streams, boolean json, boolean manySlots) {
        return json ? new JsonEventPrinter(streams) : new TextEventPrinter(streams, manySlots);
    }

    private static void merge(List<SlotEvents> all, EventPrinter printer) throws IOException {
        PriorityQueue<Head> heads = new PriorityQueue<>(
                Comparator.comparingLong((Head head) -> head.event().event().epochNanos())
                        .thenComparing(Head::index));
        for (int index = 0; index < all.size(); index++) {
            advance(all, index, heads);
        }
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            printer.print(head.event());
            advance(all, head.index(), heads);
        }
    }

    private static void advance(List<SlotEvents> all, int index, PriorityQueue<Head> heads) throws IOException {
        SlotEvent event = all.get(index).next();
        if (event != null) {
            heads.add(new Head(event, index));
        }
    }

    /** The next event of one slot. */
    private record Head(SlotEvent event, int index) {}
}
