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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds host, container and pod from environment variables and local files; never asks a name server. What is not known
 * for sure stays unknown.
 *
 * <p>The variables of the pod are those that the downward API is usually given; the Elastic agents take the long ones,
 * too. The container's id is in {@code /proc/self/cgroup}, unless that is the view from inside of a namespace (control
 * groups of version 2). Then it is in the directory that {@code /proc/self/mountinfo} says a file of the container is
 * mounted from: Podman's and CRI-O's {@code .containerenv}, or else {@code /etc/hostname}; but not in a pod of
 * Kubernetes, whose hostname is that of its sandbox, another container.
 */
final class ResourceDetector {

    /** Ends a part of the path, the last that there is: {@code docker-<id>.scope}, {@code libpod-<id>.scope/container}. */
    private static final Pattern CGROUP_LINE =
            Pattern.compile("(?m)^\\d+:[^:\\n]*:/(?:.*[/:-])?([0-9a-f]{64})(?:\\.scope)?(?:/.*)?$");

    /** AWS Fargate and Cloud Foundry, whose ids look like other things elsewhere. */
    private static final Pattern CLOUD_CGROUP_LINE =
            Pattern.compile("(?m)^\\d+:[^:\\n]*:/(?:.*/)?(?:ecs/[0-9a-f]{32}|garden)"
                    + "/([0-9a-f]{32}-\\d+|[0-9a-f]{8}(?:-[0-9a-f]{4,}){3,4})$");

    private static final String MOUNT = "(?m)^\\d+ \\d+ \\d+:\\d+ \\S*"; // to the directory mounted: proc(5)

    private static final Pattern CONTAINERENV_MOUNT =
            Pattern.compile(MOUNT + "/overlay-containers/([0-9a-f]{64})/userdata/\\.containerenv ");

    private static final Pattern HOSTNAME_MOUNT =
            Pattern.compile(MOUNT + "/(?:overlay-)?containers/([0-9a-f]{64})/(?:userdata/)?hostname /etc/hostname ");

    private final Function<String, @Nullable String> environment;
    private final Path root;

    /**
     * Makes a detector.
     *
     * @param environment looks up an environment variable
     * @param root the file system's root
     */
    ResourceDetector(Function<String, @Nullable String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    Resource detect(ServiceIdentity service, long processId) {
        String host = variable("HOSTNAME", "COMPUTERNAME");
        if (host == null) {
            host = file("proc/sys/kernel/hostname");
        }
        if (host == null) {
            host = file("etc/hostname");
        }
        String namespace = variable("KUBERNETES_NAMESPACE");
        String podName = variable("KUBERNETES_POD_NAME");
        String podUid = variable("KUBERNETES_POD_UID");
        String nodeName = variable("KUBERNETES_NODE_NAME");
        boolean inPod = variable("KUBERNETES_SERVICE_HOST") != null;
        if (inPod) {
            // Only in a pod: elsewhere these names mean other things.
            namespace = namespace != null
                    ? namespace
                    : variable("POD_NAMESPACE", "MY_POD_NAMESPACE", "K8S_POD_NAMESPACE", "NAMESPACE");
            if (namespace == null) {
                namespace = file("var/run/secrets/kubernetes.io/serviceaccount/namespace");
            }
            podName = podName != null ? podName : variable("POD_NAME", "MY_POD_NAME", "K8S_POD_NAME", "HOSTNAME");
            podUid = podUid != null ? podUid : variable("POD_UID", "MY_POD_UID", "K8S_POD_UID");
            nodeName = nodeName != null ? nodeName : variable("NODE_NAME", "MY_NODE_NAME", "K8S_NODE_NAME");
        }
        return new Resource(service, host, processId, containerId(inPod), namespace, podName, podUid, nodeName);
    }

    private @Nullable String containerId(boolean inPod) {
        String cgroup = file("proc/self/cgroup");
        String id = find(CGROUP_LINE, cgroup);
        if (id == null) {
            id = find(CLOUD_CGROUP_LINE, cgroup);
        }
        if (id != null) {
            return id;
        }
        String mounts = file("proc/self/mountinfo");
        id = find(CONTAINERENV_MOUNT, mounts);
        return id != null || inPod ? id : find(HOSTNAME_MOUNT, mounts);
    }

    private static @Nullable String find(Pattern pattern, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private @Nullable String variable(String... names) {
        for (String name : names) {
            String value = environment.apply(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private @Nullable String file(String path) {
        try {
            String text = new String(Files.readAllBytes(root.resolve(path)), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException | SecurityException e) {
            return null; // not on this kind of system: the field is then absent
        }
    }
}
