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
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A properties file in UTF-8, from the file system or ({@code classpath:}) from the class path: the thread's context
 * class loader is asked first, then our own.
 *
 * @param values   in the order of the file
 * @param repeated keys that stand in it more than once
 */
record ConfigFile(Map<String, String> values, Set<String> repeated) {

    static final ConfigFile NONE = new ConfigFile(Map.of(), Set.of());

    private static final String CLASSPATH = "classpath:";

    /** Null if there is no such file; any other trouble is a reason. */
    static @Nullable ConfigFile read(String location) throws BadValueException {
        try (InputStream in = open(location)) {
            return in == null ? null : parse(in);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (CharacterCodingException notUtf8) {
            throw new BadValueException("is not UTF-8 text");
        } catch (IllegalArgumentException malformed) {
            throw new BadValueException("is not a properties file: it has a malformed \\u escape");
        } catch (IOException unreadable) {
            throw new BadValueException(
                    "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static @Nullable InputStream open(String location) throws IOException, BadValueException {
        if (location.startsWith(CLASSPATH)) {
            return openResource(location.substring(CLASSPATH.length()));
        }
        try {
            return Files.newInputStream(Path.of(location));
        } catch (InvalidPathException unusable) {
            throw new BadValueException("is not a path of this file system");
        }
    }

    private static @Nullable InputStream openResource(String name) throws IOException {
        String resource = name.startsWith("/") ? name.substring(1) : name;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        URL url = context == null ? null : context.getResource(resource);
        if (url == null) {
            ClassLoader own = ConfigFile.class.getClassLoader();
            url = own == null ? ClassLoader.getSystemResource(resource) : own.getResource(resource);
        }
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open after the application was undeployed
        return connection.getInputStream();
    }

    private static ConfigFile parse(InputStream in) throws IOException {
        PushbackReader reader = new PushbackReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        skipByteOrderMark(reader);
        Entries entries = new Entries();
        entries.load((Reader) reader);
        return new ConfigFile(entries.values, entries.repeated);
    }

    private static void skipByteOrderMark(PushbackReader reader) throws IOException {
        int first = reader.read();
        if (first >= 0 && first != '\uFEFF') {
            reader.unread(first);
        }
    }

    /** {@link Properties} forgets the order, and that a key came twice; its parser is all that is wanted. */
    private static final class Entries extends Properties {

        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> values = new LinkedHashMap<>();
        private final transient Set<String> repeated = new LinkedHashSet<>();

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            String before = values.put((String) key, (String) value);
            if (before != null) {
                repeated.add((String) key);
            }
            return before;
        }

        @Override
        public synchronized boolean equals(Object other) {
            return this == other;
        }

        @Override
        public synchronized int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
