/**
 * The appender for Logback.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Nothing that is thrown here reaches the application: not from a log call, not from the configuration.
 *   <li>The message is the one that {@code %msg} of Logback's own layout prints.
 *   <li>What the agent does not take goes to the fallback appender, if there is one; a filter decides before both.
 *   <li>The appender maps and delegates: no buffer and no thread of its own.
 * </ul>
 */
@NullMarked
package io.logspool.logback;

import org.jspecify.annotations.NullMarked;
