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

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable with its causes and suppressed ones.
 *
 * <p>The tree is kept flat, so that a chain of any depth is read and printed without recursion.
 *
 * @param nodes the throwables in the order {@link Throwable#printStackTrace()} prints them; the first is the root,
 *     never empty
 */
public record ThrowableInfo(List<Node> nodes) {

    /** How a throwable hangs on its parent. */
    public enum Relation {
        ROOT(0, ""),
        CAUSE(1, "Caused by: "),
        SUPPRESSED(2, "Suppressed: ");

        /** The number that stands for the relation in an entry. */
        final int code;

        private final String caption;

        Relation(int code, String caption) {
            this.code = code;
            this.caption = caption;
        }
    }

    /**
     * One throwable of the tree.
     *
     * @param relation how it hangs on its parent
     * @param parent index of its parent, {@code -1} for the root; always less than its own
     * @param circular whether it was already printed further up; it then has no frames
     * @param className name of its class
     * @param message its message
     * @param text what its {@code toString()} gave, {@code null} if that is class name and message as usual
     * @param frames its stack, less the frames in common
     * @param commonFrames how many frames at the end are the same as its parent's
     * @param droppedFrames how many of its own frames were cut to make the event fit
     */
    public record Node(
            Relation relation,
            int parent,
            boolean circular,
            String className,
            @Nullable String message,
            @Nullable String text,
            List<StackFrame> frames,
            int commonFrames,
            int droppedFrames) {

        private void appendText(StringBuilder out) {
            if (text != null) {
                out.append(text);
                return;
            }
            out.append(className);
            if (message != null) {
                out.append(": ").append(message);
            }
        }
    }

    /** Class name of the outermost throwable. */
    public String className() {
        return nodes.get(0).className();
    }

    /** Message of the outermost throwable. */
    public @Nullable String message() {
        return nodes.get(0).message();
    }

    /**
     * What {@link Throwable#printStackTrace()} prints, with {@code \n} as the line separator.
     *
     * <p>Nested suppressed throwables are indented, so the text can grow with the square of the entry.
     */
    public String stackTrace() {
        StringBuilder out = new StringBuilder();
        appendStackTrace(out, Integer.MAX_VALUE);
        return out.toString();
    }

    /**
     * Appends what {@link #stackTrace()} gives, but stops before the first line that would begin after {@code
     * maxChars}.
     *
     * @param out gets the text
     * @param maxChars length of {@code out} at which to stop
     * @return whether all was appended
     */
    public boolean appendStackTrace(StringBuilder out, int maxChars) {
        int[] indents = new int[nodes.size()];
        for (int i = 0; i < indents.length; i++) {
            Node node = nodes.get(i);
            if (node.relation != Relation.ROOT) {
                indents[i] = indents[node.parent] + (node.relation == Relation.SUPPRESSED ? 1 : 0);
            }
            if (!appendNode(node, indents[i], out, maxChars)) {
                return false;
            }
        }
        return true;
    }

    private static boolean appendNode(Node node, int indent, StringBuilder out, int maxChars) {
        if (!fits(indent, out, maxChars)) {
            return false;
        }
        indent(indent, out).append(node.relation.caption);
        if (node.circular) {
            out.append("[CIRCULAR REFERENCE: ");
            node.appendText(out);
            out.append("]\n");
            return true;
        }
        node.appendText(out);
        out.append('\n');
        for (StackFrame frame : node.frames) {
            if (!fits(indent, out, maxChars)) {
                return false;
            }
            indent(indent, out).append("\tat ");
            frame.appendTo(out);
            out.append('\n');
        }
        if (node.droppedFrames != 0) {
            indent(indent, out).append("\t... ").append(node.droppedFrames).append(" cut\n");
        }
        if (node.commonFrames != 0) {
            indent(indent, out).append("\t... ").append(node.commonFrames).append(" more\n");
        }
        return true;
    }

    private static boolean fits(int indent, StringBuilder out, int maxChars) {
        return (long) out.length() + indent < maxChars;
    }

    private static StringBuilder indent(int indent, StringBuilder out) {
        for (int i = 0; i < indent; i++) {
            out.append('\t');
        }
        return out;
    }
}
