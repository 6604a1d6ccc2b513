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
package io.logspool.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code %{env:NAME}}, {@code %{file:PATH}} and {@code %{sys:NAME}} in a value; a second {@code %} in front keeps
 * one as it is. What was put in is not looked through again. A reason names the placeholder, never what it stands for.
 */
final class Placeholders {

    /** Secrets and key material are small; a larger file is a mistake. */
    static final int MAX_FILE_BYTES = 1 << 20;

    private static final String FORMS =
            "%{...} must be %{env:NAME}, %{file:PATH} or %{sys:NAME}; write %%{ for %{ itself";

    private final Map<String, String> environment;
    private final Map<String, String> systemProperties;

    Placeholders(Map<String, String> environment, Map<String, String> systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    /**
     * A value with its placeholders replaced.
     *
     * @param foreign some of it came from elsewhere, and is treated as a secret
     */
    record Expanded(String text, boolean foreign) {}

    Expanded expand(String raw) throws BadValueException {
        StringBuilder text = new StringBuilder(raw.length());
        boolean foreign = false;
        int at = 0;
        while (at < raw.length()) {
            if (raw.startsWith("%%{", at)) {
                text.append("%{");
                at += 3;
            } else if (raw.startsWith("%{", at)) {
                int end = raw.indexOf('}', at);
                if (end < 0) {
                    throw new BadValueException("has a %{ without its }; " + FORMS);
                }
                text.append(lookUp(raw.substring(at + 2, end)));
                foreign = true;
                at = end + 1;
            } else {
                text.append(raw.charAt(at++));
            }
        }
        return new Expanded(text.toString(), foreign);
    }

    private String lookUp(String placeholder) throws BadValueException {
        int colon = placeholder.indexOf(':');
        String kind = colon < 0 ? "" : placeholder.substring(0, colon);
        String name = placeholder.substring(colon + 1);
        if (name.isBlank()) {
            throw new BadValueException(FORMS);
        }
        return switch (kind) {
            case "env" -> present(environment.get(name), "environment variable " + name + " is not set");
            case "sys" -> present(systemProperties.get(name), "system property " + name + " is not set");
            case "file" -> read(name);
            default -> throw new BadValueException(FORMS);
        };
    }

    private static String present(@Nullable String value, String reason) throws BadValueException {
        if (value == null) {
            throw new BadValueException(reason);
        }
        return value;
    }

    private static String read(String name) throws BadValueException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadValueException(
                    "file " + name + " cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new BadValueException("file " + name + " is larger than " + Units.size(MAX_FILE_BYTES));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return withoutTrailingNewline(text);
        } catch (CharacterCodingException notText) {
            throw new BadValueException("file " + name + " is not UTF-8 text");
        }
    }

    /** Editors and {@code echo} add one newline that nobody means; any others are content. */
    private static String withoutTrailingNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
