@NullMarked
package io.logspool.jul;

import org.jspecify.annotations.NullMarked;
