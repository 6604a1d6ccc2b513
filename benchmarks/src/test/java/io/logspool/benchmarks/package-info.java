@NullMarked
package io.logspool.benchmarks;

import org.jspecify.annotations.NullMarked;
