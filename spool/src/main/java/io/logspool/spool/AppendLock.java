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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The lock that orders the appending threads.
 *
 * <p>Whoever comes takes it if it is free, ahead of those who wait: handing it from thread to thread would cost a
 * context switch for each entry. But once somebody has waited for {@value #PATIENCE_MILLIS} ms, nobody comes first any
 * more until they had their turn, so nobody waits long however hard the others press. The idea is that of the mutex in
 * Go's runtime.
 *
 * <p>Waiting parks the thread, a virtual one too. An interrupt ends no wait, and stays set.
 *
 * <p>The JVM tells of a fault in mapped memory some time after it, at any bytecode. So the lock is one word, the thread
 * that holds it: at every instant it can be told who has it, and {@link #letGo()} mends what such an error has left.
 */
final class AppendLock {

    private static final int PATIENCE_MILLIS = 5;
    private static final int SPINS = 64;

    private final Holder holder = new Holder();
    private final Condition changed = holder.newCondition();
    private final AtomicInteger impatient = new AtomicInteger();

    /** Takes the lock if that is possible at once. */
    boolean tryLock() {
        return impatient.get() == 0 && holder.take();
    }

    /** Waits for the lock, at most for the given time. */
    boolean lock(long timeoutNanos) {
        for (int i = 0; i < SPINS; i++) {
            if (tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        long patience = Math.min(timeoutNanos, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        if (park(patience)) {
            return true;
        }
        impatient.incrementAndGet();
        try {
            // The last try is for a machine that stood still: the time is over, and yet the lock is free.
            return park(timeoutNanos - patience) || holder.take();
        } finally {
            impatient.decrementAndGet();
        }
    }

    boolean isHeldByCurrentThread() {
        return holder.isHeldExclusively();
    }

    /** Takes the lock, however long it takes. */
    void lock() {
        holder.acquire(1);
    }

    void unlock() {
        holder.release(1);
    }

    /**
     * After an error that may have struck inside {@link #unlock()}: gives the lock up if this thread holds it yet, and
     * sees to it that whoever waits is woken.
     */
    void letGo() {
        if (isHeldByCurrentThread() || holder.take()) {
            unlock();
        }
    }

    /** Holding the lock: gives it up until {@link #signalAll()}, or for about the given time at most. */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again at what it waits for
    void await(long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holding the lock. */
    void signalAll() {
        changed.signalAll();
    }

    private boolean park(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return holder.tryAcquireNanos(1, deadline - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The queue of those who wait, in their order; {@link #take()} does not heed it. */
    private static final class Holder extends AbstractQueuedSynchronizer {

        private static final long serialVersionUID = 1;

        private final transient AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

        boolean take() {
            return thread.get() == null && thread.compareAndSet(null, Thread.currentThread());
        }

        Condition newCondition() {
            return new ConditionObject();
        }

        @Override
        protected boolean tryAcquire(int unused) {
            return !hasQueuedPredecessors() && take();
        }

        @Override
        protected boolean tryRelease(int unused) {
            thread.set(null);
            return true;
        }

        @Override
        protected boolean isHeldExclusively() {
            return thread.get() == Thread.currentThread();
        }
    }
}
