/**
 * A real Kafka broker in a process of its own, for tests and samples.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The broker's class path never meets that of its user: it lies in a directory of its own, made by this module's
 *       build, and only the child process sees it.
 *   <li>No broker outlives the process that started it. The child ends itself when its standard input ends, which is so
 *       whichever way the parent goes; a shutdown hook is only faster. A paused child is woken by the same means.
 *   <li>Ports and data belong to the broker, not to one run of it: after a kill and a restart both are as before.
 *   <li>A broker that does not come up says why: every failure carries the tail of the broker's own log.
 * </ul>
 */
@NullMarked
package io.logspool.testing.kafka;

import org.jspecify.annotations.NullMarked;
