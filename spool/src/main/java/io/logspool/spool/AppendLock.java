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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
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
 * <p>Its holder may be struck by an error at any bytecode: the JVM tells of a fault in mapped memory some time after it,
 * and the stack may end at any call. So the lock is one word, {@link #holder}, which can be set and cleared without a
 * call; a thread makes sure of its stack before it queues; and the spool's thread, which never waits for longer than it
 * takes to look again, wakes, by {@link #letGo()} in each of its rounds, whoever such an error has left unwoken: also one that
 * AQS has noted as woken before the error kept it from the call that does it.
 */
final class AppendLock extends AbstractQueuedSynchronizer {

    private static final long serialVersionUID = 1;

    private static final int PATIENCE_MILLIS = 5;
    private static final int SPINS = 64;
    private static final int FRAMES_TO_QUEUE = 200;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final VarHandle HOLDER;

    static {
        try {
            HOLDER = MethodHandles.lookup().findVarHandle(AppendLock.class, "holder", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whoever has the lock may clear it, when an error has kept it from {@link #unlock()}. */
    transient volatile @Nullable Thread holder;

    private final transient Condition changed = new ConditionObject();
    private final AtomicInteger impatient = new AtomicInteger();

    // The spool's thread only.
    private transient @Nullable Thread first;
    private transient long firstSince;

    /** Takes the lock if that is possible at once. */
    boolean tryLock() {
        return !isSomebodyImpatient() && take();
    }

    /** Whether somebody has waited so long that nobody may come first any more. */
    boolean isSomebodyImpatient() {
        return impatient.get() != 0;
    }

    /** Waits for the lock, at most for the given time. */
    boolean lock(long timeoutNanos) {
        for (int i = 0; i < SPINS; i++) {
            if (tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        makeSureOfStack(FRAMES_TO_QUEUE);
        long patience = Math.min(timeoutNanos, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        if (park(patience)) {
            return true;
        }
        impatient.incrementAndGet();
        try {
            // The last try is for a machine that stood still: the time is over, and yet the lock is free.
            return park(timeoutNanos - patience) || take();
        } finally {
            impatient.decrementAndGet();
        }
    }

    boolean isHeldByCurrentThread() {
        return holder == Thread.currentThread();
    }

    /** Takes the lock, however long it takes; looks again now and then, should nobody wake this thread. */
    void lock() {
        boolean taken = false;
        while (!taken) {
            taken = lock(LOOK_AGAIN_NANOS);
        }
    }

    void unlock() {
        release(1);
    }

    /**
     * Gives the lock up if an error has kept this thread from it, and sees to it that whoever waits is woken: also one of
     * whom the queue believes that it was. The spool's thread.
     */
    void letGo() {
        if (isHeldByCurrentThread() || take()) {
            unlock();
        }
        if (!hasQueuedThreads()) {
            first = null;
            return;
        }
        Thread waiting = getFirstQueuedThread();
        long now = System.nanoTime();
        if (waiting != first) {
            first = waiting;
            firstSince = now;
        } else if (now - firstSince > LOOK_AGAIN_NANOS) {
            firstSince = now;
            LockSupport.unpark(waiting);
        }
    }

    /** Holding the lock: gives it up until {@link #signalAll()}, or for about the given time at most. */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again at what it waits for
    void await(long nanos) {
        makeSureOfStack(FRAMES_TO_QUEUE);
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
                    return tryAcquireNanos(1, deadline - System.nanoTime());
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

    /** Overflows here, where it does no harm, rather than in the middle of the queue. */
    private static int makeSureOfStack(int frames) {
        return frames == 0 ? 0 : makeSureOfStack(frames - 1) + 1;
    }

    private boolean take() {
        return holder == null && HOLDER.compareAndSet(this, (Thread) null, Thread.currentThread());
    }

    @Override
    protected boolean tryAcquire(int unused) {
        return !hasQueuedPredecessors() && take();
    }

    @Override
    protected boolean tryRelease(int unused) {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("held by " + holder);
        }
        holder = null;
        return true;
    }

    @Override
    protected boolean isHeldExclusively() {
        return isHeldByCurrentThread();
    }
}
