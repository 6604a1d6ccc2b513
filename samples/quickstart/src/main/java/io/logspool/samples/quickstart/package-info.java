/**
 * The quickstart: a real broker, a small web shop that logs through SLF4J, and a reader of the topic beside it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>An event is counted where it is logged and matched by its id where it arrives; no count is taken from the agent
 *       that is being watched.
 *   <li>Whatever ends the program, {@link Cleanup} ends all that it started, in reverse order.
 * </ul>
 */
@NullMarked
package io.logspool.samples.quickstart;

import org.jspecify.annotations.NullMarked;
