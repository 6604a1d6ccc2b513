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
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The process that logs. Written once at the head of each segment, so that a backlog keeps the identity of the process
 * that left it.
 *
 * @param service the service
 * @param hostName {@code host.name}
 * @param processId {@code process.pid}; {@code 0} if not known
 * @param containerId {@code container.id}
 * @param namespace {@code kubernetes.namespace}
 * @param podName {@code kubernetes.pod.name}
 * @param podUid {@code kubernetes.pod.uid}
 * @param nodeName {@code kubernetes.node.name}
 */
public record Resource(
        ServiceIdentity service,
        @Nullable String hostName,
        long processId,
        @Nullable String containerId,
        @Nullable String namespace,
        @Nullable String podName,
        @Nullable String podUid,
        @Nullable String nodeName) {

    /**
     * Finds out about this process, without asking the network.
     *
     * @param service the service, as configured
     * @param environment looks up an environment variable; {@code null} for one that is not set
     */
    public static Resource detect(ServiceIdentity service, Function<String, @Nullable String> environment) {
        return new ResourceDetector(environment, Path.of("/"))
                .detect(service, ProcessHandle.current().pid());
    }

    /** The bytes that {@link #fromBytes} reads. */
    public byte[] toBytes() {
        return ResourceCodec.encode(this, 0);
    }

    /**
     * The same, with when the process began to log.
     *
     * @param started in milliseconds since the epoch
     */
    public byte[] toBytes(long started) {
        return ResourceCodec.encode(this, started);
    }

    /** When the process began to log, in milliseconds since the epoch; 0 if the bytes do not say. */
    public static long startedMillis(byte[] bytes) {
        return ResourceCodec.started(bytes);
    }

    /**
     * Reads what {@link #toBytes()} gave, also in a later version.
     *
     * @throws EventFormatException if the bytes are damaged, or none
     */
    public static Resource fromBytes(byte[] bytes) throws EventFormatException {
        return ResourceCodec.decode(bytes);
    }
}
