/**
 * The sink that is a Kafka cluster; the only package that sees the Kafka client.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>The producer is idempotent, waits for all in-sync replicas, and retries for as long as the client can: the order
 *       within a partition is kept, and time alone loses nothing.
 *   <li>The producer is made, used and closed from the agent's own threads, so that all that Kafka starts inherits the
 *       agent's thread group.
 *   <li>No call blocks its caller for long: {@code max.block.ms} is short, and closing is left to a thread of its own.
 *   <li>What an exception means is decided in {@code KafkaErrors} and nowhere else.
 * </ol>
 */
@NullMarked
package io.logspool.kafka;

import org.jspecify.annotations.NullMarked;
