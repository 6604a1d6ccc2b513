/**
 * A small web shop: the application of the quickstart. It knows nothing of Logspool or Kafka; it logs through SLF4J.
 *
 * <p>Invariant: what it does depends on its requests alone, so that the same requests give the same events.
 */
@NullMarked
package io.logspool.samples.quickstart.shop;

import org.jspecify.annotations.NullMarked;
