/**
 * What one call costs, beside what people use now: JMH, and programs for what JMH does not measure; one jar.
 *
 * <p>What holds for every benchmark here:
 *
 * <ul>
 *   <li>Sustained: whatever prepares disk, reads and deletes runs beside the measured threads, and its cost shows.
 *   <li>Nothing is lost: a run in which a spool refused an entry fails, and so does one in which an appender
 *       reported an error.
 *   <li>Bounded: files are deleted or truncated while the run goes on, and nothing is left behind.
 *   <li>The peers run in the same run, each in forks of its own, configured as their own documents say.
 * </ul>
 */
@NullMarked
package io.logspool.benchmarks;

import org.jspecify.annotations.NullMarked;
