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
package io.logspool.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread is known by its number and its name together, so that no other one is taken for it. */
class AgentThreadsTest {

    private static final String NAME = "kafka-producer-network-thread | orders";

    private final ThreadGroup group = new ThreadGroup("agents");
    private final AgentThreads threads = new AgentThreads(group);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread ours = new Thread(group, this::waitForTheEnd, NAME);
    private final Thread applications = new Thread(this::waitForTheEnd, NAME);

    @BeforeEach
    void start() {
        ours.start();
        applications.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        over.countDown();
        ours.join();
        applications.join();
    }

    @Test
    void a_thread_of_the_applications_is_not_kept_out_for_its_name() {
        assertThat(threads.has(NAME, ours.getId())).isTrue();
        assertThat(threads.has(NAME, applications.getId())).isFalse();
    }

    @Test
    void a_number_that_goes_with_another_name_is_none_of_ours() {
        assertThat(threads.has(NAME, ours.getId())).isTrue();
        assertThat(threads.has("main", ours.getId())).isFalse();
    }

    @Test
    void where_one_of_them_is_not_known_the_other_decides() {
        assertThat(threads.has(null, ours.getId())).isTrue();
        assertThat(threads.has(null, applications.getId())).isFalse();
        assertThat(threads.has(NAME, 0)).isTrue();
        assertThat(threads.has("main", 0)).isFalse();
        assertThat(threads.has(null, 0)).isFalse();
    }

    @Test
    void what_a_thread_has_logged_is_known_after_its_end() throws InterruptedException {
        assertThat(threads.has(NAME, ours.getId())).isTrue();
        end();
        assertThat(threads.has(NAME, ours.getId())).isTrue();
    }

    private void waitForTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
