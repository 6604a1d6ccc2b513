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
package io.logspool;

import io.logspool.ship.StatusListener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A log agent inside the application: takes events, keeps them on disk, ships them to Kafka.
 *
 * <p>This is a handle. Handles of the same {@code service.name} and {@code spool.dir} in one class loader share one
 * running agent, which the first starts and the last closes. All methods may be called by any thread.
 */
public final class LogAgent implements AutoCloseable {

    private static final StatusListener SILENT = new StatusListener() {
        @Override
        public void warn(String message) {}

        @Override
        public void info(String message) {}
    };

    private enum Use {
        OPEN,
        HANDED_OVER,
        CLOSED
    }

    private final SharedAgents.Shared shared;
    private final RunningAgent running;
    private final StatusListener listener;
    private final AtomicReference<Use> use = new AtomicReference<>(Use.OPEN);
    private final AtomicReference<@Nullable Thread> exitHook = new AtomicReference<>();

    private LogAgent(LogAgentConfig config, StatusListener listener, Collection<LogAgent> leaving) {
        this.shared = SharedAgents.of(config.identity());
        this.listener = listener;
        this.running = Uninterrupted.call(() -> shared.acquire(this, config, listener, leaving));
    }

    /** As {@link #start(LogAgentConfig, StatusListener)}, with nobody listening. */
    public static LogAgent start(LogAgentConfig config) {
        return start(config, SILENT);
    }

    /**
     * Starts an agent, or joins the one that runs for the same service and directory. Opens the spool, which takes up to
     * half a second the first time; does not wait for Kafka. An interrupted thread may start one, and stays interrupted.
     *
     * @param listener told, on the agent's threads, what the person who runs the application should know
     * @throws io.logspool.config.ConfigException if a Kafka setting is wrong, or the running agent has other settings
     * @throws AgentStartException if the spool cannot be opened
     */
    public static LogAgent start(LogAgentConfig config, StatusListener listener) {
        return new LogAgent(config, listener, List.of());
    }

    /**
     * Starts an agent in the place of others, which are closed afterwards: a reload of a framework's configuration. If they
     * share the agent of the same service and directory with nobody else, it takes the new settings: the spool stays open,
     * no call is refused or waits, and what is {@code ship.*}, {@code kafka.*}, {@code mask.*} or {@code fields.*} applies at
     * once. A new value of a key that only a start reads is told to the listener.
     *
     * @param leaving handles that the caller will close
     * @throws io.logspool.config.ConfigException as {@link #start(LogAgentConfig, StatusListener)}
     * @throws AgentStartException as the other
     */
    public static LogAgent startInPlaceOf(
            Collection<LogAgent> leaving, LogAgentConfig config, StatusListener listener) {
        return new LogAgent(config, listener, leaving);
    }

    /**
     * Takes an event. When this returns {@link LogResult#ACCEPTED}, the event survives the death of the process.
     *
     * <p>Never throws, never waits for the network, and waits for the spool no longer than {@code spool.block-timeout}.
     *
     * @param event  the framework's event
     * @param mapper turns it into ours, on this thread
     */
    public <E> LogResult log(E event, EventMapper<E> mapper) {
        try {
            return running.log(event, mapper);
        } catch (Throwable e) { // of a second error, while the first one was counted; so nothing is called here
            running.drops.uncounted++;
            return LogResult.REFUSED;
        }
    }

    /** The counters of the shared agent. */
    public LogAgentStats stats() {
        return running.stats();
    }

    /** What the shared agent runs with. */
    public LogAgentConfig config() {
        return running.config();
    }

    /**
     * Lets the end of the JVM wait until what was accepted has arrived, {@code ship.close-timeout} at the longest: for a
     * framework that does not close its appenders then. The spool stays open, so what other shutdown hooks log is kept.
     */
    public void shipAtExit() {
        Runnable waiting = () -> running.awaitShipped(config().shipCloseTimeout());
        // It stays until the end of the JVM: it is to hold on to nothing of the thread that happens to be here.
        Thread hook = new Thread(null, waiting, "logspool-exit", 0, false);
        hook.setContextClassLoader(null);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            exitHook.set(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already; the spool keeps what is not shipped.
            exitHook.set(null);
        }
    }

    /** As {@link #close(Duration)}, with {@code ship.close-timeout}. */
    @Override
    public void close() {
        close(config().shipCloseTimeout());
    }

    /**
     * Gives up this handle. The last one ships what it can within the timeout, and leaves the rest in the spool for the
     * next start. Never throws; a second call does nothing.
     */
    public void close(Duration timeout) {
        Use before = use.getAndSet(Use.CLOSED);
        if (before == Use.OPEN) {
            forgetExit();
            shared.release(this, listener, timeout);
        } else if (before == Use.HANDED_OVER) {
            shared.closeGap(timeout);
        }
    }

    /**
     * Gives up this handle to one that is about to be started for the same service and directory: if this is the last one,
     * the agent goes on for some seconds, and takes what is logged through this handle. {@link #close} ends that at once, if
     * there is no other handle by then. Any thread; throws nothing.
     */
    public void handOver() {
        if (use.compareAndSet(Use.OPEN, Use.HANDED_OVER)) {
            shared.handOver(this, listener, config().shipCloseTimeout(), this::forgetExit);
        }
    }

    private void forgetExit() {
        Thread hook = exitHook.getAndSet(null);
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is ending, and the hook runs.
                return;
            }
        }
    }
}
