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
package io.logspool.encode;

import io.logspool.event.EventFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a {@link Resource}, version {@value #VERSION}; numbers are big endian.
 *
 * <pre>
 *  byte 0     1
 *  +---------+---------------------------------------------------+
 *  | version | attributes, any number, to the end                |
 *  +---------+---------------------------------------------------+
 *
 *  attribute:  +---------+-----------------+---------------------+
 *              | key (1) | length, int (4) | value, UTF-8        |
 *              +---------+-----------------+---------------------+
 * </pre>
 *
 * The key is the position of the value in {@code SERVICE_NAME} and following. A reader skips keys it does not know.
 */
final class ResourceCodec {

    private static final int VERSION = 1;

    private static final int SERVICE_NAME = 1;
    private static final int SERVICE_VERSION = 2;
    private static final int SERVICE_ENVIRONMENT = 3;
    private static final int SERVICE_NODE_NAME = 4;
    private static final int HOST_NAME = 5;
    private static final int PROCESS_ID = 6;
    private static final int CONTAINER_ID = 7;
    private static final int NAMESPACE = 8;
    private static final int POD_NAME = 9;
    private static final int POD_UID = 10;
    private static final int NODE_NAME = 11;
    private static final int STARTED = 12;
    private static final int KEYS = 13;

    private ResourceCodec() {}

    static byte[] encode(Resource resource, long started) {
        @Nullable String[] values = new @Nullable String[KEYS];
        values[SERVICE_NAME] = resource.service().name();
        values[SERVICE_VERSION] = resource.service().version();
        values[SERVICE_ENVIRONMENT] = resource.service().environment();
        values[SERVICE_NODE_NAME] = resource.service().nodeName();
        values[HOST_NAME] = resource.hostName();
        values[PROCESS_ID] = Long.toString(resource.processId());
        values[CONTAINER_ID] = resource.containerId();
        values[NAMESPACE] = resource.namespace();
        values[POD_NAME] = resource.podName();
        values[POD_UID] = resource.podUid();
        values[NODE_NAME] = resource.nodeName();
        values[STARTED] = started == 0 ? null : Long.toString(started);
        ByteArrayOutput out = new ByteArrayOutput();
        out.write(VERSION);
        for (int key = 1; key < KEYS; key++) {
            String value = values[key];
            if (value != null) {
                byte[] text = value.getBytes(StandardCharsets.UTF_8);
                out.write(key);
                out.write(ByteBuffer.allocate(4).putInt(text.length).array(), 0, 4);
                out.write(text, 0, text.length);
            }
        }
        return out.toByteArray();
    }

    static Resource decode(byte[] bytes) throws EventFormatException {
        @Nullable String[] values = values(bytes);
        String name = values[SERVICE_NAME];
        if (name == null) {
            throw new EventFormatException("not a resource: it has no service name");
        }
        return new Resource(
                new ServiceIdentity(
                        name, values[SERVICE_VERSION], values[SERVICE_ENVIRONMENT], values[SERVICE_NODE_NAME]),
                values[HOST_NAME],
                processId(values[PROCESS_ID]),
                values[CONTAINER_ID],
                values[NAMESPACE],
                values[POD_NAME],
                values[POD_UID],
                values[NODE_NAME]);
    }

    /** 0 if it is not known. */
    static long started(byte[] bytes) {
        try {
            String text = values(bytes)[STARTED];
            return text == null ? 0 : Long.parseLong(text);
        } catch (EventFormatException | NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable String[] values(byte[] bytes) throws EventFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new EventFormatException("not a resource of a known version");
        }
        @Nullable String[] values = new @Nullable String[KEYS];
        while (in.hasRemaining()) {
            if (in.remaining() < 5) {
                throw new EventFormatException("not a resource: it ends too early");
            }
            int key = in.get() & 0xFF;
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new EventFormatException("not a resource: value " + key + " is longer than what is left");
            }
            if (key < KEYS) {
                values[key] = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
            }
            in.position(in.position() + length);
        }
        return values;
    }

    private static long processId(@Nullable String text) throws EventFormatException {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new EventFormatException("not a resource: the process id is not a number");
        }
    }
}
