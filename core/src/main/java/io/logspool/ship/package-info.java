/**
 * The way from the spool to a sink.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>The checkpoint never passes an entry that is neither acknowledged by the sink nor in the dead letters. Batches
 *       complete in any order; only the contiguous run of complete ones at the front moves the checkpoint.
 *   <li>What lies between the checkpoint and the cursor never exceeds {@code ship.max-in-flight-bytes} (one single
 *       larger record excepted). This bounds memory, and what comes twice after a crash.
 *   <li>Nothing is given up by time or by count of tries. An event leaves the spool acknowledged, or as a dead letter
 *       because the destination said that it will never take it.
 *   <li>All state belongs to the thread that calls {@link io.logspool.ship.Shipper#doWork()}. A sink's own threads touch
 *       three things only: a batch's counter of acknowledged records, and the queues of failures and of topics that were in
 *       trouble and to which something has come.
 *   <li>Entries are handed to the sink in the order of the spool. A record that the broker refused and that is sent
 *       again may come after records that were in flight with it, never after ones that were not.
 * </ol>
 */
@NullMarked
package io.logspool.ship;

import org.jspecify.annotations.NullMarked;
