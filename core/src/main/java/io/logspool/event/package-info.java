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
 *   <li>A page of the spool can be read with nothing but its own bytes: what an event refers to by number is defined
 *       before it in the same page. Where the definition is damaged, a mark stands in the place of one name.
 *   <li>The application's objects are asked for their text in the call, and once; what is kept for later cannot change.
 *   <li>Memory is bounded by one page, however many names and threads there are, and none of it belongs to a thread.
 *       Nothing is allocated for an event without a throwable once buffers have their size.
 *   <li>Reading returns an event or throws {@link io.logspool.event.EventFormatException}; it ends after one pass and
 *       allocates no more than a constant times the length of the entry.
 * </ul>
 *
 * The layout of an entry is drawn in {@code EventFormat}, that of a definition in {@code Definition}.
 */
@NullMarked
package io.logspool.event;

import org.jspecify.annotations.NullMarked;
