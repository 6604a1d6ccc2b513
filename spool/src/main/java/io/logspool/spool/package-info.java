/**
 * A durable, bounded, memory-mapped queue of opaque entries.
 *
 * <p>What always holds:
 *
 * <ol>
 *   <li>One process owns a slot directory, by an operating-system lock that ends with the process. Nothing else,
 *       no stored process id and no lock inside a file, decides who may write.
 *   <li>A segment is a directory that holds one file: a small Chronicle queue, or, in the first seconds, one without
 *       Chronicle. It is prepared in the background, swapped in by the writer, and goes whole: deleted, or renamed and
 *       cleared to serve the same incarnation again. Every start of a spool begins a new segment.
 *   <li>Nothing is written into bytes that were not allocated on disk before: a full disk is an answer to the
 *       thread that prepares, never a fault in mapped memory.
 *   <li>Sequences are dense from 1 within an incarnation. A sequence is used up only when its entry is committed.
 *   <li>Each entry carries a checksum that binds it to its segment, its incarnation, its sequence and its tag, so a reader never
 *       takes one entry for another, and goes on behind damage.
 *   <li>The reader never touches mapped memory: it reads files, so a file cut short is an answer, not a fault.
 *   <li>The checkpoint is written before a segment that lies behind it is deleted.
 * </ol>
 *
 * <p>One lock, held for one short copy, orders the writers. All else has one owner: {@link Spool#doWork()} runs on
 * the spool's thread and owns preparation, closing, deletion and syncing; the {@link SpoolCursor} and {@link
 * Spool#acknowledge} belong to the reader's thread.
 */
@NullMarked
package io.logspool.spool;

import org.jspecify.annotations.NullMarked;
