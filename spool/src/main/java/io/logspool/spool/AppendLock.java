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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock that orders the appending threads.
 *
 * <p>Whoever comes takes it if it is free, ahead of those who wait: handing it from thread to thread would cost a
 * context switch for each entry. But once somebody has waited for {@value #PATIENCE_MILLIS} ms, nobody comes first any
 * more until they had their turn, so nobody waits long however hard the others press. The idea is that of the mutex in
 * Go's runtime.
 *
 * <p>Waiting parks the thread, a virtual one too. An interrupt ends no wait, and stays set.
 */
final class AppendLock {

    private static final int PATIENCE_MILLIS = 5;
    private static final int SPINS = 64;

    // Fair, so that those who wait have an order; tryLock() without a time does not heed it.
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final AtomicInteger impatient = new AtomicInteger();

    /** Takes the lock if that is possible at once. */
    boolean tryLock() {
        return impatient.get() == 0 && lock.tryLock();
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
            return park(timeoutNanos - patience) || lock.tryLock();
        } finally {
            impatient.decrementAndGet();
        }
    }

    boolean isHeldByCurrentThread() {
        return lock.isHeldByCurrentThread();
    }

    /** Takes the lock, however long it takes. */
    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
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
                    return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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
}
