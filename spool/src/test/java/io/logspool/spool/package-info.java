/** Tests of the spool. */
@NullMarked
package io.logspool.spool;

import org.jspecify.annotations.NullMarked;
