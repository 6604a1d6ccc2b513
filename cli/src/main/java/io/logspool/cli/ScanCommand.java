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

import com.fasterxml.jackson.core.JsonGenerator;
import io.logspool.spool.SegmentFile;
import io.logspool.spool.SlotView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that reads every byte of the slots, and then says of each what it is about. */
abstract class ScanCommand implements Callable<Integer> {

    final Streams streams;

    @Mixin
    private SpoolSelection selection;

    ScanCommand(Streams streams) {
        this.streams = streams;
    }

    /** Writes lines for people. */
    abstract void text(SlotScan scan) throws IOException;

    /** Writes the fields of an object for machines. */
    abstract void json(SlotScan scan, JsonGenerator json) throws IOException;

    @Override
    public final Integer call() throws IOException {
        int exitCode = ExitCode.DONE;
        for (SlotScan scan : scan(selection.slots())) {
            if (selection.json()) {
                Json.line(streams, json -> json(scan, json));
            } else {
                text(scan);
            }
            if (scan.damaged()) {
                exitCode = ExitCode.FOUND_WRONG;
            }
        }
        return exitCode;
    }

    private List<SlotScan> scan(List<SlotView> slots) throws IOException {
        List<SlotScan> scans = new ArrayList<>();
        try (Progress progress = new Progress(streams, fileBytes(slots))) {
            long before = 0;
            for (SlotView slot : slots) {
                long done = before;
                SlotScan scan = SlotScan.of(slot, bytes -> progress.show(done + bytes));
                before += scan.fileBytes();
                scans.add(scan);
            }
        }
        return scans;
    }

    private static long fileBytes(List<SlotView> slots) throws IOException {
        long bytes = 0;
        for (SlotView slot : slots) {
            for (SegmentFile segment : slot.segments()) {
                bytes += segment.bytes();
            }
        }
        return bytes;
    }
}
