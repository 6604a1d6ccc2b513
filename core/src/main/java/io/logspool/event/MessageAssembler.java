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

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a message together from its tokens. */
final class MessageAssembler {

    private final List<@Nullable Object> arguments = new ArrayList<>(4);
    private @Nullable String message;
    private @Nullable String template;
    private @Nullable MessageStyle style;
    private boolean patternLost;
    private boolean hidden;

    void token(EntryCursor at) throws EventFormatException {
        switch (at.field) {
            case EventFormat.MESSAGE -> message = at.text();
            case EventFormat.TEMPLATE -> template = at.text();
            case EventFormat.ARGUMENT -> arguments.add(TypedValues.read(at));
            case EventFormat.TEMPLATE_HIDDEN -> hidden = true;
            default -> {
                int lost = at.lostDefinitions;
                template = at.text();
                patternLost = at.lostDefinitions != lost;
                style = MessageStyle.of(at.field);
            }
        }
    }

    /** The message; of a pattern that is lost, what stands in its place and the arguments. */
    @Nullable
    String text() {
        String pattern = template;
        if (style == null || pattern == null) {
            return message;
        }
        StringBuilder out = new StringBuilder(pattern.length() + 16 * arguments.size());
        if (patternLost) {
            out.append(pattern);
            arguments.forEach(argument -> out.append(' ').append(argument));
        } else {
            style.render(pattern, arguments, out);
        }
        return out.toString();
    }

    @Nullable
    String template() {
        return hidden ? null : template;
    }
}
