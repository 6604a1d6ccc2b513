/*
 * Copyright 2026 The Logspool Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License in the LICENSE file of this project.
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.logspool.kafka;

import io.logspool.ship.Remedy;
import io.logspool.ship.SinkFailure;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebootstrapRequiredException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What an exception of the Kafka client means. Written against the source of kafka-clients 4.3.1: {@code
 * KafkaProducer.doSend}, {@code Sender.completeBatch}, {@code Sender.failBatch}, {@code TransactionManager}.
 */
final class KafkaErrors {

    private KafkaErrors() {}

    /** Of an exception that {@code send} threw or gave to the callback before it took the record. */
    static SinkFailure ofRefusal(Throwable error) {
        if (error instanceof TimeoutException && error.getCause() instanceof UnknownTopicOrPartitionException) {
            return new SinkFailure(Remedy.TOPIC_MISSING, describe(error));
        }
        if (error instanceof BufferExhaustedException) {
            // What is in the buffer goes to the broker meanwhile.
            return new SinkFailure(Remedy.BUSY, describe(error));
        }
        if (error instanceof RetriableException || error instanceof InterruptException) {
            return new SinkFailure(Remedy.RETRY, describe(error));
        }
        return sort(error);
    }

    /** Of an exception that came for a record that the producer had taken. */
    static SinkFailure ofDelivery(Throwable error) {
        if (error.getClass() == KafkaException.class
                || error instanceof TransactionAbortedException
                || error instanceof TransactionAbortableException) {
            // Sender.failBatch: nothing is wrong with this record, it was only in one batch, or transaction, with a bad
            // one. (The other
            // plain KafkaException is of a producer that was closed, and nobody listens to that one any more.)
            return new SinkFailure(Remedy.RETRY, describe(error));
        }
        if (error instanceof InvalidRecordException) {
            // The broker's error for a bad timestamp too, if there was more than one bad record in the batch; only the
            // text tells. (storage's LogValidator: "Timestamp ... of message with offset ... is out of range".)
            boolean timestamp = describe(error).toLowerCase(Locale.ROOT).contains("timestamp");
            return new SinkFailure(timestamp ? Remedy.RESTAMP : Remedy.DEAD_LETTER, describe(error));
        }
        return sort(error);
    }

    /** Whether an exception says that it is about this topic. */
    static boolean names(Throwable error, String topic) {
        return error instanceof TopicAuthorizationException forbidden
                && forbidden.unauthorizedTopics().contains(topic);
    }

    /** Of an exception from a call that begins, commits or aborts a transaction: what has become of it is not known. */
    static SinkFailure ofTransaction(Throwable error) {
        return new SinkFailure(Remedy.REBUILD, describe(error));
    }

    /** Of an exception from reading the positions. */
    static SinkFailure ofPositions(String topic, Throwable error) {
        Throwable cause = cause(error);
        Remedy remedy = cause instanceof RetriableException ? Remedy.RETRY : Remedy.WAIT;
        String reason = cause instanceof IOException ? cause.getMessage() : describe(cause);
        return new SinkFailure(remedy, positions(topic) + ": " + reason);
    }

    /** What was thrown, by whatever number of threads it came here. */
    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** That they are still being read. */
    static SinkFailure notRead(String topic) {
        return new SinkFailure(
                Remedy.RETRY,
                positions(topic)
                        + ", is not yet read to its end: it is long, its brokers do not answer, or a transaction is"
                        + " open there, which kafka-transactions.sh find-hanging shows if nobody will end it");
    }

    /** The position topic, for somebody who has not heard of it. */
    private static String positions(String topic) {
        return "topic " + topic + ", which keeps the positions";
    }

    /** Of an exception from making a producer, which it is wise not to try often: each one logs all its settings. */
    static SinkFailure ofCreation(Throwable error) {
        return new SinkFailure(Remedy.WAIT, describe(error));
    }

    private static SinkFailure sort(Throwable error) {
        return new SinkFailure(remedy(error), describe(error));
    }

    private static Remedy remedy(Throwable error) {
        if (error instanceof InvalidTimestampException) {
            return Remedy.RESTAMP;
        }
        if (error instanceof RecordTooLargeException
                || error instanceof RecordBatchTooLargeException
                || error instanceof InvalidTopicException
                || error instanceof SerializationException) {
            return Remedy.DEAD_LETTER;
        }
        if (error instanceof ClusterAuthorizationException || error instanceof AuthenticationException) {
            // The producer does not get over the first; for the second, a new one reads renewed keys from their files.
            return Remedy.REBUILD;
        }
        if (error instanceof TopicAuthorizationException) {
            return Remedy.TOPIC_FORBIDDEN;
        }
        if (error instanceof TransactionalIdAuthorizationException) {
            // The producer does not get over it.
            return Remedy.REBUILD;
        }
        if (error instanceof AuthorizationException) {
            return Remedy.WAIT;
        }
        if (error instanceof RetriableException || error instanceof OutOfOrderSequenceException) {
            // The client has given up on its own retries: what became of the record is unknown.
            return Remedy.REBUILD;
        }
        // Fenced, fatal, closed, or nothing we know of: start afresh rather than give anything up. An API error that is
        // not about the producer (a policy, a codec the broker does not know) comes again, and is then waited for.
        boolean producerState = error instanceof ApplicationRecoverableException
                || error instanceof UnsupportedVersionException
                || error instanceof InvalidTxnStateException
                || error instanceof TransactionalIdNotFoundException
                || error instanceof TransactionCoordinatorFencedException
                || error instanceof RebootstrapRequiredException;
        return error instanceof ApiException && !producerState ? Remedy.WAIT : Remedy.REBUILD;
    }

    /** In words for the person who runs the application. */
    private static String describe(Throwable error) {
        if (error.getClass() == KafkaException.class && error.getCause() instanceof ApiException) {
            // "Cannot execute transactional method because we are in an error state".
            return describe(error.getCause());
        }
        if (error instanceof SslAuthenticationException) {
            return "the TLS handshake with the broker failed: " + deepest(error);
        }
        if (error instanceof AuthenticationException) {
            return "the broker does not accept these credentials: " + deepest(error);
        }
        if (error instanceof ProducerFencedException || error instanceof InvalidProducerEpochException) {
            return "another producer took over, or a transaction was not finished in time: " + error.getMessage();
        }
        if (error instanceof TopicAuthorizationException) {
            return "no permission to write to the topic: " + error.getMessage();
        }
        if (error instanceof TransactionalIdAuthorizationException) {
            return "no permission for the transactional id, which ship.delivery=exactly-once needs: "
                    + error.getMessage();
        }
        if (error instanceof AuthorizationException) {
            return "no permission: " + error.getMessage();
        }
        if (error instanceof TimeoutException && error.getCause() instanceof UnknownTopicOrPartitionException) {
            return "the topic does not exist, or may not be seen: " + error.getMessage();
        }
        if (error instanceof TimeoutException) {
            return "no answer from the broker: " + error.getMessage();
        }
        return deepest(error);
    }

    private static String deepest(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause.getCause() != null && depth < 16; depth++) {
            cause = cause.getCause();
        }
        String own = error.getMessage();
        String deep = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return cause == error || (own != null && own.equals(deep))
                ? name + ": " + own
                : own + " (" + name + ": " + deep + ")";
    }
}
