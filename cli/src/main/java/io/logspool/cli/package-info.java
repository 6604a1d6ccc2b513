/**
 * The {@code logspool} command: looks at spools on disk.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Data goes to standard output and nothing else does; messages and progress go to standard error.
 *   <li>The exit code is one of {@link io.logspool.cli.ExitCode}.
 *   <li>What only looks claims no slot, writes no file of a spool, and needs neither Chronicle nor Kafka's client.
 *   <li>Text for people has no control characters from events in it: a log line cannot drive the terminal.
 * </ul>
 */
@NullMarked
package io.logspool.cli;

import org.jspecify.annotations.NullMarked;
