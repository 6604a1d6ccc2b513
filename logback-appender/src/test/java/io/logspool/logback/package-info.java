@NullMarked
package io.logspool.logback;

import org.jspecify.annotations.NullMarked;
