/**
 * The ledger: what an agent says of itself in a topic of its own, so that a reader of the events can prove that none is
 * missing. docs/ledger.md has the format.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>What is said to be accepted was accepted, and what is said to be acknowledged is in the topic, but for what the
 *       same records list as evicted, lost or dead-lettered. After a crash less may be said than is true, never more.
 *   <li>All that is said stays true: numbers grow, ranges are only added. So records may be merged in any order.
 *   <li>The books of a slot are one file, replaced as a whole. Only who holds the slot's right to ship writes to it, and
 *       what they have to say of an entry is in them before the checkpoint passes it.
 *   <li>Nothing here holds up an event: what cannot be written, to the file or to the topic, is written later, or never.
 *   <li>Memory is bounded: long lists leave it in pages, and what does not fit is counted.
 * </ol>
 */
@NullMarked
package io.logspool.ledger;

import org.jspecify.annotations.NullMarked;
