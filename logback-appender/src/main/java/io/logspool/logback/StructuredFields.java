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
package io.logspool.logback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that arguments and markers of logstash-logback-encoder have ({@code StructuredArguments.kv("order", 7)}), as
 * key-value pairs. Any thread.
 *
 * <p>That library is no dependency: its types are looked for by name, with those of Jackson that it needs. They write
 * JSON, and what they have written is read again: a field that is an object or an array is kept as its JSON text.
 */
final class StructuredFields {

    /** The key of what came of an argument instead of its fields. */
    static final String FAILED = "logspool.failed";

    private static final @Nullable Type ARGUMENT = Type.find("net.logstash.logback.argument.StructuredArgument");
    private static final @Nullable Type MARKER = Type.find("net.logstash.logback.marker.LogstashMarker");

    private StructuredFields() {}

    /** A type that writes fields. */
    private record Type(Class<?> type, MethodHandle writeTo) {

        /** Null if it is not there, or made for another Jackson than ours. */
        static @Nullable Type find(String name) {
            try {
                ClassLoader loader = StructuredFields.class.getClassLoader();
                Class<?> type = Class.forName(name, false, loader);
                MethodType signature = MethodType.methodType(void.class, JsonGenerator.class);
                MethodHandle writeTo = MethodHandles.publicLookup().findVirtual(type, "writeTo", signature);
                return new Type(
                        type, writeTo.asType(MethodType.methodType(void.class, Object.class, JsonGenerator.class)));
            } catch (ReflectiveOperationException | LinkageError absent) {
                return null;
            }
        }
    }

    /** Writes the fields of those arguments that have any. */
    static void ofArguments(@Nullable Object @Nullable [] arguments, EventWriter writer) {
        Type type = ARGUMENT;
        if (type == null || arguments == null) {
            return;
        }
        for (Object argument : arguments) {
            if (!isPlain(argument) && type.type().isInstance(argument)) {
                write(argument, StructuredFields::argumentJson, writer);
            }
        }
    }

    /** Whether it is of a class that has no fields; the JVM takes long to find that one does not implement an interface. */
    private static boolean isPlain(@Nullable Object argument) {
        return argument instanceof String || argument instanceof Long || argument instanceof Integer;
    }

    /** Writes the fields of a marker; false if it is one that has a name instead. */
    static boolean ofMarker(Object marker, EventWriter writer) {
        Type type = MARKER;
        if (type == null || !type.type().isInstance(marker)) {
            return false;
        }
        write(marker, StructuredFields::markerJson, writer);
        return true;
    }

    private interface Json extends Function<Object, @Nullable String> {}

    private static void write(Object from, Json json, EventWriter writer) {
        String text = String.valueOf(Guarded.call(from, "writeTo()", json));
        try {
            if (text.startsWith("{")) {
                read(text, writer);
                return;
            }
        } catch (IOException notJson) {
            text = "[writeTo() of " + from.getClass().getName() + " has written no JSON]";
        }
        writer.keyValue(FAILED, text);
    }

    private static String argumentJson(Object argument) {
        return json(ARGUMENT, argument);
    }

    private static String markerJson(Object marker) {
        return json(MARKER, marker);
    }

    private static String json(@Nullable Type type, Object from) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Jackson.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            if (type != null) {
                type.writeTo().invokeExact(from, json);
            }
            json.writeEndObject();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void read(String text, EventWriter writer) throws IOException {
        try (JsonParser json = Jackson.FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                writer.keyValue(name, value(json));
            }
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(json.getText());
            case START_OBJECT, START_ARRAY -> structure(json);
            default -> json.getText();
        };
    }

    /** The digits as they were written. */
    private static Number decimal(String text) {
        double number = Double.parseDouble(text);
        return Double.toString(number).equals(text) ? (Number) number : new BigDecimal(text);
    }

    private static String structure(JsonParser from) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Jackson.FACTORY.createGenerator(text)) {
            json.copyCurrentStructure(from);
        }
        return text.toString();
    }

    /** Loaded with the first field. An object's fields need databind, which logstash-logback-encoder brings. */
    private static final class Jackson {

        private static final JsonFactory FACTORY = factory();

        private static JsonFactory factory() {
            try {
                Class<?> mapper = Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
                Object codec = mapper.getConstructor().newInstance();
                mapper.getMethod("findAndRegisterModules").invoke(codec);
                return ((ObjectCodec) codec).getFactory();
            } catch (ReflectiveOperationException | LinkageError absent) {
                return new JsonFactory();
            }
        }
    }
}
