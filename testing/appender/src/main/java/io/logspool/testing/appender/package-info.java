/**
 * What every adapter keeps, stated once: an adapter's tests extend {@link
 * io.logspool.testing.appender.AppenderContract}, {@link io.logspool.testing.appender.ReloadContract}, {@link io.logspool.testing.appender.KafkaContract}, {@link
 * io.logspool.testing.appender.ProcessContract} and {@link io.logspool.testing.appender.ProgramContract} and say how
 * their framework is driven.
 *
 * <p>Nothing is faked: a real agent with a real spool takes the events, and what arrived is read back from its files or
 * from a real topic.
 */
@NullMarked
package io.logspool.testing.appender;

import org.jspecify.annotations.NullMarked;
