/**
 * The framework-neutral event and its codec: event to and from the bytes of one spool entry.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Writing never throws, whatever a framework hands over: values that fail to print themselves become a marker
 *       text, malformed strings become well-formed ones, cycles end.
 *   <li>An entry is never longer than the limit given to its {@link io.logspool.event.EventWriter}; what had to be cut
 *       is said in the entry. Time, level, logger and thread are in every entry.
 *   <li>An entry is self-contained: it can be read with nothing but its own bytes.
 *   <li>Reading returns an event or throws {@link io.logspool.event.EventFormatException}; it ends after one pass and
 *       allocates no more than a constant times the length of the entry.
 * </ul>
 *
 * The layout of an entry is drawn in {@code EventFormat}.
 */
@NullMarked
package io.logspool.event;

import org.jspecify.annotations.NullMarked;
