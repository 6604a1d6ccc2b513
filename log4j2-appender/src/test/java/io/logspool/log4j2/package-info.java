@NullMarked
package io.logspool.log4j2;

import org.jspecify.annotations.NullMarked;
