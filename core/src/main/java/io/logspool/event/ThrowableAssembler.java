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

import io.logspool.event.ThrowableInfo.Node;
import io.logspool.event.ThrowableInfo.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a throwable together from its tokens. */
final class ThrowableAssembler {

    private static final Relation[] RELATIONS = {Relation.ROOT, Relation.CAUSE, Relation.SUPPRESSED};

    private final List<Node> nodes = new ArrayList<>();
    private boolean open;
    private Relation relation = Relation.ROOT;
    private int parent;
    private boolean circular;
    private @Nullable String className;
    private @Nullable String message;
    private @Nullable String text;
    private List<StackFrame> frames = new ArrayList<>();
    private int commonFrames;
    private int droppedFrames;

    /** At THROWABLE. */
    void start(EntryCursor at) throws EventFormatException {
        close(at);
        at.require(EventFormat.VARINT);
        int kind = (int) (at.value & 3);
        long distance = at.value >>> 3;
        boolean first = nodes.isEmpty();
        if (kind >= RELATIONS.length
                || first != (RELATIONS[kind] == Relation.ROOT)
                || first != (distance == 0)
                || distance > nodes.size()) {
            throw at.damaged("a throwable does not hang on one before it");
        }
        relation = RELATIONS[kind];
        circular = (at.value & EventFormat.CIRCULAR) != 0;
        parent = first ? -1 : nodes.size() - (int) distance;
        className = null;
        message = null;
        text = null;
        frames = new ArrayList<>(0);
        commonFrames = 0;
        droppedFrames = 0;
        open = true;
    }

    void token(EntryCursor at) throws EventFormatException {
        requireOpen(at);
        switch (at.field) {
            case EventFormat.THROWABLE_CLASS -> className = at.text();
            case EventFormat.THROWABLE_MESSAGE -> message = at.text();
            case EventFormat.THROWABLE_TEXT -> text = at.text();
            case EventFormat.COMMON_FRAMES -> commonFrames = at.count();
            default -> droppedFrames = at.count();
        }
    }

    void add(StackFrame frame, EntryCursor at) throws EventFormatException {
        requireOpen(at);
        frames.add(frame);
    }

    @Nullable
    ThrowableInfo finish(EntryCursor at) throws EventFormatException {
        close(at);
        return nodes.isEmpty() ? null : new ThrowableInfo(Collections.unmodifiableList(nodes));
    }

    private void requireOpen(EntryCursor at) throws EventFormatException {
        if (!open) {
            throw at.damaged("there is no throwable for field " + at.field);
        }
    }

    private void close(EntryCursor at) throws EventFormatException {
        if (!open) {
            return;
        }
        if (className == null) {
            throw at.damaged("a throwable has no class");
        }
        nodes.add(new Node(
                relation,
                parent,
                circular,
                className,
                message,
                text,
                Collections.unmodifiableList(frames),
                commonFrames,
                droppedFrames));
        open = false;
    }
}
