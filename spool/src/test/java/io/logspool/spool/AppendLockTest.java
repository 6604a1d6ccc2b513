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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time has the lock, none waits for it longer than it wants to, and nothing that strikes one keeps it. */
@Timeout(60)
class AppendLockTest {

    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final AppendLock lock = new AppendLock();
    private int guarded;

    @Test
    void of_many_threads_one_at_a_time_has_it() throws Exception {
        int threads = 8;
        int each = 20_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            all.add(start(() -> {
                for (int i = 0; i < each; i++) {
                    assertThat(lock.tryLock() || lock.lock(LONG_NANOS)).isTrue();
                    if (inside.incrementAndGet() != 1) {
                        together.incrementAndGet();
                    }
                    guarded++;
                    inside.decrementAndGet();
                    lock.unlock();
                }
            }));
        }
        join(all);
        assertThat(together.get()).as("times that two were inside").isZero();
        assertThat(guarded).isEqualTo(threads * each);
        assertThat(lock.holder).isNull();
        assertThat(lock.hasQueuedThreads()).isFalse();
    }

    @Test
    void it_is_handed_to_those_who_wait_each_in_turn() throws Exception {
        lock.lock();
        List<Integer> order = new ArrayList<>();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread waiter = start(() -> {
                assertThat(lock.lock(LONG_NANOS)).isTrue();
                order.add(number);
                lock.unlock();
            });
            await(() -> lock.getQueuedThreads().contains(waiter));
            all.add(waiter);
        }
        lock.unlock();
        join(all);
        assertThat(order).hasSize(4).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void who_has_waited_long_comes_before_those_who_press_for_it() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> pressing = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            pressing.add(start(() -> {
                while (!stop.get()) {
                    if (lock.tryLock() || lock.lock(LONG_NANOS)) {
                        long end = System.nanoTime() + 20_000;
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                        lock.unlock();
                    }
                }
            }));
        }
        try {
            for (int i = 0; i < 50; i++) {
                assertThat(lock.lock(LONG_NANOS)).isTrue();
                lock.unlock();
            }
        } finally {
            stop.set(true);
        }
        join(pressing);
    }

    @Test
    void while_somebody_has_waited_long_nobody_takes_it_in_passing() throws Exception {
        lock.lock();
        Thread waiter = startWaiter();
        // Longer than its patience: from then on it has the right of way.
        await(() -> waiter.getState() == Thread.State.TIMED_WAITING && lock.isSomebodyImpatient());
        lock.holder = null; // free, and nobody woken: the waiter has not had its turn
        assertThat(lock.tryLock()).isFalse();
        lock.letGo();
        join(List.of(waiter));
        assertThat(guarded).isEqualTo(1);
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void who_is_interrupted_while_it_waits_goes_on_waiting_gets_it_and_stays_interrupted() throws Exception {
        lock.lock();
        AtomicBoolean taken = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter = start(() -> {
            taken.set(lock.lock(LONG_NANOS));
            interrupted.set(Thread.currentThread().isInterrupted());
            lock.unlock();
        });
        await(() -> lock.getQueuedThreads().contains(waiter));
        waiter.interrupt();
        // An interrupt that ended the wait would end the thread, or take it out of the queue for good.
        await(() -> lock.getQueuedThreads().contains(waiter) && waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(taken.get()).isFalse();
        lock.unlock();
        join(List.of(waiter));
        assertThat(taken.get()).isTrue();
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void who_waits_until_its_time_is_over_leaves_the_queue_and_the_way_free() throws Exception {
        lock.lock();
        AtomicReference<Boolean> result = new AtomicReference<>();
        AtomicLong took = new AtomicLong();
        Thread waiter = start(() -> {
            long begin = System.nanoTime();
            result.set(lock.lock(SHORT_NANOS));
            took.set(System.nanoTime() - begin);
        });
        join(List.of(waiter));
        assertThat(result.get()).isFalse();
        assertThat(took.get()).isGreaterThanOrEqualTo(SHORT_NANOS);
        assertThat(lock.hasQueuedThreads()).isFalse();
        assertThat(lock.isSomebodyImpatient()).isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void what_an_error_has_left_locked_is_let_go_and_who_waits_is_woken() throws Exception {
        Thread struck = new Thread(() -> {
            lock.lock();
            try {
                throw new LinkageError("in the middle");
            } catch (LinkageError e) {
                lock.holder = null; // what an appending thread does that cannot afford a call
            }
        });
        Thread[] waiter = new Thread[1];
        lock.lock();
        waiter[0] = startWaiter();
        await(() -> lock.getQueuedThreads().contains(waiter[0]));
        struck.start();
        await(() -> lock.getQueuedThreads().contains(struck) || !struck.isAlive());
        lock.unlock();
        struck.join();
        long deadline = System.nanoTime() + LONG_NANOS;
        while (waiter[0].isAlive()) {
            lock.letGo(); // each round of the spool's thread
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(guarded).isEqualTo(1);
        assertThat(lock.holder).isNull();
    }

    /** As a stack leaves it that ends between the two steps of waking somebody: the note that it is done, and the call. */
    @Test
    void one_of_whom_the_queue_believes_that_it_was_woken_is_woken_all_the_same() throws Exception {
        lock.lock();
        Thread waiter = startWaiter();
        await(() -> waiter.getState() == Thread.State.TIMED_WAITING && lock.isSomebodyImpatient());
        await(() -> waiter.getState() == Thread.State.TIMED_WAITING
                && lock.getQueuedThreads().contains(waiter));
        noteFirstAsWoken();
        lock.unlock();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (waiter.isAlive()) {
            lock.letGo();
            assertThat(System.nanoTime()).as("time to be woken").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(guarded).isEqualTo(1);
    }

    private void noteFirstAsWoken() throws ReflectiveOperationException {
        Class<?> queue = AbstractQueuedSynchronizer.class;
        Class<?> node = Class.forName(queue.getName() + "$Node");
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field unsafeField = unsafeClass.getDeclaredField("theUnsafe");
        unsafeField.setAccessible(true);
        Object unsafe = unsafeField.get(null);
        Method offset = unsafeClass.getMethod("objectFieldOffset", Field.class);
        Method get = unsafeClass.getMethod("getObjectVolatile", Object.class, long.class);
        Method put = unsafeClass.getMethod("putIntVolatile", Object.class, long.class, int.class);
        Object head = get.invoke(unsafe, lock, offset.invoke(unsafe, queue.getDeclaredField("head")));
        Object first = get.invoke(unsafe, head, offset.invoke(unsafe, node.getDeclaredField("next")));
        put.invoke(unsafe, first, offset.invoke(unsafe, node.getDeclaredField("status")), 0);
    }

    @Test
    void only_its_holder_can_unlock_it() throws Exception {
        lock.lock();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(lock::unlock);
        other.setUncaughtExceptionHandler((unused, e) -> thrown.set(e));
        other.start();
        other.join();
        assertThat(thrown.get()).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void who_waits_for_a_change_gives_it_up_meanwhile_and_has_it_again_after() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        CountDownLatch waits = new CountDownLatch(1);
        Thread waiter = start(() -> {
            lock.lock();
            waits.countDown();
            while (!changed.get()) {
                lock.await(LONG_NANOS);
            }
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            guarded++;
            lock.unlock();
        });
        waits.await();
        lock.lock(); // so the waiter has given it up
        lock.unlock();
        waiter.interrupt();
        lock.lock();
        changed.set(true);
        lock.signalAll();
        assertThat(guarded).isZero();
        lock.unlock();
        join(List.of(waiter));
        assertThat(guarded).isEqualTo(1);
    }

    /** More of them than there are carriers: were one carrier held by one that waits, the holder could not go on. */
    @Test
    void virtual_threads_that_wait_leave_their_carriers_to_others() throws Exception {
        assumeTrue(
                Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS,
                "virtual threads need Java 21, this is " + Runtime.version());
        int waiters = 4 * Runtime.getRuntime().availableProcessors() + 256;
        lock.lock();
        AtomicInteger done = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            all.add(startVirtual(() -> {
                assertThat(lock.lock(LONG_NANOS)).isTrue();
                done.incrementAndGet();
                lock.unlock();
            }));
        }
        await(() -> lock.getQueueLength() == waiters);
        AtomicBoolean ran = new AtomicBoolean();
        Thread another = startVirtual(() -> ran.set(true));
        another.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(ran.get()).as("a virtual thread beside those that wait").isTrue();
        lock.unlock();
        join(all);
        assertThat(done.get()).isEqualTo(waiters);
    }

    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Thread startWaiter() {
        return start(() -> {
            assertThat(lock.lock(LONG_NANOS)).isTrue();
            guarded++;
            lock.unlock();
        });
    }

    private Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((unused, e) -> failure.compareAndSet(null, e));
        thread.start();
        return thread;
    }

    private void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(50));
            assertThat(thread.isAlive()).as("%s waits for ever", thread).isFalse();
        }
        assertThat(failure.get()).isNull();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("what was waited for").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
