/**
 * From events to what goes over the wire.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Any event gives exactly one well-formed record: never an exception, never a duplicate name.
 *   <li>A record is never longer than the limit given to its encoder; what had to be cut is said in it.
 *   <li>A field of the event's own never gives way to one that the application made up.
 *   <li>An encoder is used by one thread and keeps nothing between two events but buffers.
 * </ul>
 */
@NullMarked
package io.logspool.encode;

import org.jspecify.annotations.NullMarked;
