@NullMarked
package io.logspool.testing.kafka;

import org.jspecify.annotations.NullMarked;
