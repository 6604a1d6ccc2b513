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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that runs one {@link DutyCycle}: idling, waking and errors live here, and nowhere else.
 *
 * <p>All such threads, and those that they start themselves, belong to one thread group, so that {@link
 * #isAgentThread()} knows them whatever their names are. The thread inherits no thread-local and no context class
 * loader from whoever starts it, so it holds on to no application.
 */
public final class DutyCycleRunner implements AutoCloseable {

    private static final ThreadGroup GROUP = new ThreadGroup(topGroup(), "logspool");
    private static final AgentThreads THREADS = new AgentThreads(GROUP);

    private static final long SHORTEST_IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long ERROR_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DutyCycle dutyCycle;
    private final long longestIdleNanos;
    private final Consumer<Throwable> onError;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Prepares a thread; {@link #start()} starts it.
     *
     * @param longestIdle longest pause between two calls that found nothing to do
     * @param onError     told whatever a call throws, on the runner's thread; must not throw
     */
    public DutyCycleRunner(String name, DutyCycle dutyCycle, Duration longestIdle, Consumer<Throwable> onError) {
        this.dutyCycle = dutyCycle;
        this.longestIdleNanos = longestIdle.toNanos();
        this.onError = onError;
        this.thread = newAgentThread(name, this::run);
    }

    static Thread newAgentThread(String name, Runnable body) {
        Thread thread = new Thread(GROUP, body, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DutyCycleRunner.class.getClassLoader());
        return thread;
    }

    /** Starts the thread; once only. */
    public void start() {
        thread.start();
    }

    /** Ends an idle pause. Any thread; cheap when the runner is busy. */
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    /**
     * Asks the thread to end after its current call and one more, and waits for it.
     *
     * @return whether it ended in time; an interrupt of the caller ends the wait and stays set
     */
    public boolean close(Duration timeout) {
        closing = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread || thread.getState() == Thread.State.NEW) {
            return true;
        }
        join(thread, timeout.toNanos());
        return !thread.isAlive();
    }

    /** Waits for a thread's end; an interrupt of the caller ends the wait and stays set. */
    static void join(Thread thread, long longestNanos) {
        boolean interrupted = Thread.interrupted();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, longestNanos));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #close(Duration)} with a minute. */
    @Override
    public void close() {
        close(Duration.ofMinutes(1));
    }

    /** Whether the calling thread is the agent's own: one of these, or one that such a thread started. */
    public static boolean isAgentThread() {
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            if (group == GROUP) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a thread that is not the calling one is the agent's own, or was. One that has only just begun may not be
     * known yet. A thread must have both name and number; where one of them is not known, the other decides alone.
     *
     * @param name null if only the number is known
     * @param id   0 if only the name is known
     */
    public static boolean isAgentThread(@Nullable String name, long id) {
        return THREADS.has(name, id);
    }

    private void run() {
        long idleNanos = 0;
        while (!closing) {
            int work = 0;
            @Nullable Throwable error = null;
            try {
                work = dutyCycle.doWork();
            } catch (Throwable e) {
                error = e;
            }
            if (error != null) {
                report(error);
                LockSupport.parkNanos(ERROR_PAUSE_NANOS);
            } else if (work > 0) {
                idleNanos = 0;
            } else {
                idleNanos = Math.min(longestIdleNanos, Math.max(SHORTEST_IDLE_NANOS, 2 * idleNanos));
                LockSupport.parkNanos(idleNanos);
            }
            // An interrupt would turn every park into a spin; nobody interrupts this thread to tell it anything.
            Thread.interrupted();
        }
        // Once more, so that the cycle can end what it was told to end.
        try {
            dutyCycle.doWork();
        } catch (Throwable e) {
            report(e);
        }
    }

    private void report(Throwable error) {
        try {
            onError.accept(error);
        } catch (Throwable e) {
            // The listener failed as well; there is nobody left to tell.
            error.addSuppressed(e);
        }
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
