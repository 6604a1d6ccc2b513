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
package io.logspool.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import io.logspool.AgentStartException;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.config.ConfigException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts Logback's events into the spool.
 *
 * <pre>{@code
 * <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
 *   <config>classpath:logspool.properties</config>   <!-- optional; file path or classpath: -->
 *   <setting>service.name=orders</setting>           <!-- any key, repeatable -->
 *   <appender-ref ref="FALLBACK"/>                   <!-- optional: gets what the spool refuses -->
 * </appender>
 * }</pre>
 *
 * <p>An appender whose settings are wrong, or whose spool cannot be opened, does not start, says why on Logback's status
 * channel, and hands all its events to the fallback. Any thread may append; no method throws.
 */
public final class LogspoolAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    private static final long REPORT_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Running(LogAgent agent, LogbackEventMapper mapper) {}

    private final LogAgentConfig.Builder config = LogAgentConfig.builder();
    private final AppenderAttachableImpl<ILoggingEvent> fallback = new AppenderAttachableImpl<>();
    private final AtomicLong nextReport = new AtomicLong(System.nanoTime());

    /** Null before the start and after the stop. */
    private volatile @Nullable Running running;

    /** Whether Logback is being configured again. */
    private volatile boolean reloading;

    /** The properties file: a path, or {@code classpath:} and the name of a resource. */
    public void setConfig(String location) {
        config.configFile(location);
    }

    /** Sets a key: {@code key=value}. */
    public void addSetting(String assignment) {
        config.setting(assignment);
    }

    /** Opens the spool, which takes up to half a second the first time; does not wait for Kafka. */
    @Override
    public synchronized void start() {
        if (isStarted()) {
            return;
        }
        try {
            LogAgentConfig built = config.build();
            for (String warning : built.warnings()) {
                addWarn(warning);
            }
            LogAgent agent = LogAgent.start(built, new LogbackStatus(this));
            agent.shipAtExit(); // Logback stops its appenders only if its shutdown hook is configured
            running = new Running(agent, new LogbackEventMapper(built));
            reloading = false;
            super.start();
            if (getContext() instanceof LoggerContext loggers) {
                ResetWatch.over(loggers, this);
            }
        } catch (ConfigException | AgentStartException e) {
            addError(notStarted(String.valueOf(e.getMessage())));
        } catch (Throwable e) { // errors too: the application is to start all the same
            addError(notStarted(e.toString()), e);
        }
    }

    /**
     * Closes the spool within {@code ship.close-timeout}; then the fallback is stopped, as Logback's own appenders do.
     * What is logged meanwhile still goes into the spool, for as long as that takes it.
     */
    @Override
    public synchronized void stop() {
        super.stop();
        Running last = running;
        if (reloading && last != null) {
            last.agent().handOver();
        } else if (last != null) {
            last.agent().close();
            running = null;
        }
        fallback.detachAndStopAllAppenders();
    }

    /** From now on Logback is being configured again: {@link #stop} leaves the agent to the appender that is to come. */
    void beginReload() {
        reloading = true;
    }

    /** Logback is configured again: without another appender the agent closes, else it takes what still comes here. */
    void endReload() {
        Running last = running;
        if (last != null) {
            last.agent().close();
        }
    }

    /**
     * Takes an event, if no filter denies it.
     *
     * <p>Does without the base class's guards: what an argument logs while it is being rendered is an event like any
     * other, and an appender that has not started still has a fallback.
     */
    @Override
    public void doAppend(ILoggingEvent event) {
        if (event instanceof ReloadEvent known && known.isAt(this)) {
            return;
        }
        take(event);
    }

    /** Takes an event that comes by a reload, when Logback does not bring it. */
    void take(ILoggingEvent event) {
        try {
            if (getFilterChainDecision(event) != FilterReply.DENY) {
                append(event);
            }
        } catch (Throwable e) { // a filter or the fallback can do anything here; the log statement must not fail
            report(e);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        Running current = running;
        if (current == null || current.agent().log(event, current.mapper()) == LogResult.REFUSED) {
            fallback.appendLoopOnAppenders(event);
        }
    }

    /** Sets the fallback; there can only be one. */
    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        if (appender == this) {
            addWarn("An appender cannot be its own fallback; [" + getName() + "] goes without");
        } else if (fallback.iteratorForAppenders().hasNext()) {
            addWarn("There can only be one fallback; [" + appender.getName() + "] is ignored");
        } else {
            fallback.addAppender(appender);
        }
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return fallback.iteratorForAppenders();
    }

    @Override
    public @Nullable Appender<ILoggingEvent> getAppender(String appenderName) {
        return fallback.getAppender(appenderName);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return fallback.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        fallback.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return fallback.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String appenderName) {
        return fallback.detachAppender(appenderName);
    }

    private String notStarted(String reason) {
        Iterator<Appender<ILoggingEvent>> attached = fallback.iteratorForAppenders();
        String consequence = attached.hasNext()
                ? "its events go to [" + attached.next().getName() + "]"
                : "its events are lost, as it has no fallback";
        return "Appender [" + getName() + "] does not start, " + consequence + ". " + reason;
    }

    private void report(Throwable error) {
        try {
            long now = System.nanoTime();
            long due = nextReport.get();
            if (now - due >= 0 && nextReport.compareAndSet(due, now + REPORT_INTERVAL_NANOS)) {
                addError("Appender [" + getName() + "] failed to append; said once a minute at most", error);
            }
        } catch (Throwable again) {
            // For want of stack or memory, as likely was the first one.
        }
    }
}
