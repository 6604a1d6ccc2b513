/** Runs the command as the shell does, on real spools. */
@NullMarked
package io.logspool.cli;

import org.jspecify.annotations.NullMarked;
