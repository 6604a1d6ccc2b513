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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Host, container and pod are found in what Linux and the usual runtimes show a process; what is not known for sure is
 * absent. The files are as the runtimes make them, with other ids.
 */
final class ResourceDetectorTest {

    private static final ServiceIdentity SERVICE = new ServiceIdentity("orders", "1.2", "test", "n1");
    private static final String ID = "3f4e5d6c7b8a99887766554433221100ffeeddccbbaa00112233445566778899";
    private static final String OTHER_ID = "a".repeat(64);
    private static final Map<String, String> POD = Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1");

    @TempDir
    private Path root;

    @Test
    void outside_a_container_there_is_a_host_and_nothing_more() throws IOException {
        file("proc/sys/kernel/hostname", "host-1\n");
        file(
                "proc/self/cgroup",
                "0::/user.slice/user-1000.slice/user@1000.service/app.slice"
                        + "/vte-spawn-0cd9f6a5-1b2c-4d3e-8f90-a1b2c3d4e5f6.scope\n");
        file("proc/self/mountinfo", """
                24 29 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
                29 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
                92 29 259:2 /var/lib/docker/containers/%s/hostname /srv/copy-of-etc-hostname rw - ext4 /dev/nvme0n1p2 rw
                """.formatted(ID));
        assertThat(detect(Map.of("NODE_NAME", "built-in", "POD_NAME", "not-a-pod")))
                .isEqualTo(new Resource(SERVICE, "host-1", 7, null, null, null, null, null));
    }

    @Test
    void a_process_of_systemd_on_control_groups_of_version_1_is_in_no_container() throws IOException {
        assertContainer(null, Map.of(), """
                12:pids:/user.slice/user-1000.slice/user@1000.service
                4:memory:/system.slice/tomcat.service
                1:name=systemd:/system.slice/tomcat.service
                0::/system.slice/tomcat.service
                """, "");
    }

    @Test
    void docker_on_control_groups_of_version_1() throws IOException {
        assertContainer(ID, Map.of(), """
                13:rdma:/
                12:pids:/docker/%1$s
                11:hugetlb:/docker/%1$s
                4:cpu,cpuacct:/docker/%1$s
                1:name=systemd:/docker/%1$s
                0::/system.slice/containerd.service
                """, "");
    }

    @Test
    void docker_on_control_groups_of_version_2_is_known_by_where_its_hostname_is_mounted_from() throws IOException {
        assertContainer(ID, Map.of(), "0::/\n", """
                612 506 0:47 / / rw,relatime master:259 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/%2$s
                613 612 0:56 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
                617 616 0:29 / /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw
                620 612 254:1 /var/lib/docker/volumes/%2$s/_data /data rw,relatime - ext4 /dev/vda1 rw
                621 612 254:1 /var/lib/docker/containers/%1$s/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda1 rw
                622 612 254:1 /var/lib/docker/containers/%1$s/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw
                623 612 254:1 /var/lib/docker/containers/%1$s/hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw
                """);
    }

    @Test
    void docker_in_the_control_groups_of_its_host() throws IOException {
        assertContainer(ID, Map.of(), "0::/system.slice/docker-%1$s.scope\n", "");
        assertContainer(ID, Map.of(), "0::/system.slice/docker-%1$s.scope/system.slice/tomcat.service\n", "");
    }

    @Test
    void docker_in_docker_is_the_inner_container() throws IOException {
        assertContainer(ID, Map.of(), "1:name=systemd:/docker/%2$s/docker/%1$s\n", "");
    }

    @Test
    void rootless_podman() throws IOException {
        String scope = "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-%1$s.scope";
        assertContainer(ID, Map.of(), "0::" + scope + "\n", "");
        assertContainer(ID, Map.of(), "0::" + scope + "/container\n", "");
    }

    @Test
    void podman_says_which_container_of_a_pod_it_is() throws IOException {
        assertContainer(ID, Map.of(), "0::/\n", """
                495 499 0:54 /containers/overlay-containers/%2$s/userdata/hostname /etc/hostname rw,nosuid - tmpfs tmpfs rw
                496 499 0:54 /containers/overlay-containers/%1$s/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw
                """);
        assertContainer(
                ID,
                Map.of(),
                "0::/\n",
                "495 499 0:54 /containers/overlay-containers/%1$s/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n");
    }

    @Test
    void a_container_of_a_pod_on_control_groups_of_version_1() throws IOException {
        for (String path : new String[] {
            "/kubepods/burstable/pod3f1c2d4e-0a1b-4c2d-9e8f-a0b1c2d3e4f5/%1$s",
            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod3f1c2d4e_0a1b_4c2d_9e8f_a0b1c2d3e4f5.slice"
                    + "/cri-containerd-%1$s.scope",
            "/kubepods.slice/kubepods-pod3f1c2d4e_0a1b_4c2d_9e8f_a0b1c2d3e4f5.slice/crio-%1$s.scope",
            "/system.slice/containerd.service/kubepods-pod3f1c2d4e_0a1b_4c2d_9e8f_a0b1c2d3e4f5.slice:cri-containerd:%1$s",
            "/docker/%2$s/kubelet/kubepods/besteffort/pod3f1c2d4e-0a1b-4c2d-9e8f-a0b1c2d3e4f5/%1$s",
        }) {
            assertContainer(ID, POD, "11:memory:" + path + "\n1:name=systemd:" + path + "\n", "");
        }
    }

    @Test
    void a_pods_hostname_comes_from_its_sandbox_which_is_not_the_container() throws IOException {
        assertContainer(null, POD, "0::/\n", """
                1320 1357 0:377 / / rw,relatime master:247 - overlay overlay rw,lowerdir=/var/lib/containerd/snapshots/154/fs
                1371 1320 259:1 /var/lib/kubelet/pods/3f1c2d4e-0a1b-4c2d-9e8f-a0b1c2d3e4f5/etc-hosts /etc/hosts rw - xfs /dev/a rw
                1373 1320 259:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/%1$s/hostname /etc/hostname rw - xfs /dev/a rw
                """);
        assertContainer(
                null,
                POD,
                "0::/\n",
                "678 659 254:1 /var/lib/docker/containers/%1$s/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n");
    }

    @Test
    void a_task_of_fargate_and_a_container_of_cloud_foundry() throws IOException {
        String task = "432624d2150b349fe35ba397284dea78";
        file("proc/self/cgroup", "9:perf_event:/ecs/" + task + "/" + task + "-3914582309\n");
        assertThat(detect(Map.of()).containerId()).isEqualTo(task + "-3914582309");
        String garden = "70eb4ce5-a065-4401-6990-88ed";
        file("proc/self/cgroup", "9:cpuset:/system.slice/garden.service/garden/" + garden + "\n");
        assertThat(detect(Map.of()).containerId()).isEqualTo(garden);
    }

    @Test
    void a_pod_is_known_by_its_variables_and_its_service_account() throws IOException {
        file("var/run/secrets/kubernetes.io/serviceaccount/namespace", "shop");
        assertThat(detect(Map.of(
                        "KUBERNETES_SERVICE_HOST", "10.0.0.1",
                        "HOSTNAME", "orders-5d9c7",
                        "POD_UID", "uid-1",
                        "KUBERNETES_NODE_NAME", "worker-a",
                        "NODE_NAME", "ignored")))
                .isEqualTo(new Resource(SERVICE, "orders-5d9c7", 7, null, "shop", "orders-5d9c7", "uid-1", "worker-a"));
    }

    @Test
    void a_pod_is_known_by_the_variables_of_the_downward_api_however_they_are_usually_named() {
        Resource expected =
                new Resource(SERVICE, "orders-5d9c7", 7, null, "shop", "orders-5d9c7-abcde", "uid-1", "worker-a");
        for (String prefix : new String[] {"KUBERNETES_", "", "MY_", "K8S_"}) {
            assertThat(detect(Map.of(
                            "KUBERNETES_SERVICE_HOST",
                            "10.0.0.1",
                            "HOSTNAME",
                            "orders-5d9c7",
                            prefix.equals("KUBERNETES_") ? "KUBERNETES_NAMESPACE" : prefix + "POD_NAMESPACE",
                            "shop",
                            prefix + "POD_NAME",
                            "orders-5d9c7-abcde",
                            prefix + "POD_UID",
                            "uid-1",
                            prefix + "NODE_NAME",
                            "worker-a")))
                    .as(prefix)
                    .isEqualTo(expected);
        }
    }

    /** With {@code %1$s} for the id, and {@code %2$s} for one that it is not. */
    private void assertContainer(
            @Nullable String expected, Map<String, String> environment, String cgroup, String mountinfo)
            throws IOException {
        file("proc/self/cgroup", cgroup.formatted(ID, OTHER_ID));
        file("proc/self/mountinfo", mountinfo.formatted(ID, OTHER_ID));
        assertThat(detect(environment).containerId()).as(cgroup + mountinfo).isEqualTo(expected);
    }

    private Resource detect(Map<String, String> environment) {
        return new ResourceDetector(environment::get, root).detect(SERVICE, 7);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(UTF_8));
    }
}
