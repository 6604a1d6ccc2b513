@NullMarked
package io.logspool.samples.quickstart;

import org.jspecify.annotations.NullMarked;
