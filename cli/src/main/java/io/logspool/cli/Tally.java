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
package io.logspool.cli;

import io.logspool.ledger.LedgerAccount;
import io.logspool.ledger.SequenceRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was received of one incarnation, and what the ledger says of it. One thread.
 *
 * <p>Order is that within a partition. With at-least-once, who takes over from a process that died sends again all that
 * lies after the checkpoint, and without a key Kafka then spreads it over the partitions in another way: what had not
 * arrived comes after what is later and had. That is rewound and not out of order, and can be told: the later one comes
 * twice.
 */
final class Tally {

    /** Of the runs of missing sequences, so many are kept to be shown. */
    static final int MAX_SHOWN = 20;

    private final String incarnation;
    private @Nullable LedgerAccount account;
    private final SequenceSet received = new SequenceSet();
    private long[] lastByPartition = new long[1];
    private long duplicates;
    private final SequenceSet twice = new SequenceSet();

    // By the later one, how many came after it in its partition.
    private final Map<Long, Long> late = new HashMap<>();
    private long outOfOrder;
    private long rewound;

    private long missing;
    private final List<SequenceRange> shown = new ArrayList<>();

    Tally(String incarnation) {
        this.incarnation = incarnation;
    }

    void account(LedgerAccount found) {
        account = found;
    }

    /** A record with this sequence. Order is kept within a partition; what comes twice may come late. */
    void receive(long sequence, int partition) {
        if (!received.add(sequence)) {
            duplicates++;
            twice.add(sequence);
            return;
        }
        if (partition >= lastByPartition.length) {
            lastByPartition = Arrays.copyOf(lastByPartition, partition + 1);
        }
        if (sequence < lastByPartition[partition]) {
            late.merge(lastByPartition[partition], 1L, Long::sum);
        } else {
            lastByPartition[partition] = sequence;
        }
    }

    /** Looks for what is missing: of what is acknowledged or, without a ledger, before what was received last. */
    void close() {
        late.forEach((later, count) -> {
            if (twice.contains(later)) {
                rewound += count;
            } else {
                outOfOrder += count;
            }
        });
        LedgerAccount known = account;
        long upTo = known == null ? received.highest() : known.acknowledged();
        List<SequenceRange> excused = known == null ? List.of() : known.excused();
        int[] next = {0};
        received.missing(1, upTo, (first, last) -> {
            long from = first;
            while (next[0] < excused.size() && excused.get(next[0]).last() < from) {
                next[0]++;
            }
            for (int i = next[0]; i < excused.size() && excused.get(i).first() <= last; i++) {
                miss(from, excused.get(i).first() - 1);
                from = Math.max(from, excused.get(i).last() + 1);
            }
            miss(from, last);
        });
    }

    private void miss(long first, long last) {
        if (last >= first) {
            missing += last - first + 1;
            if (shown.size() < MAX_SHOWN) {
                shown.add(new SequenceRange(first, last));
            }
        }
    }

    String incarnation() {
        return incarnation;
    }

    /** Null if the ledger says nothing of it. */
    @Nullable
    LedgerAccount account() {
        return account;
    }

    /** Different sequences. */
    long received() {
        return received.size();
    }

    long duplicates() {
        return duplicates;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    /** Came after a later one of their partition, because somebody began again at the checkpoint. */
    long rewound() {
        return rewound;
    }

    long missing() {
        return missing;
    }

    /** The first runs of missing sequences. */
    List<SequenceRange> missingRanges() {
        return shown;
    }

    long lost() {
        LedgerAccount known = account;
        return known == null ? 0 : sum(known.lost()) + known.unlisted();
    }

    static long sum(List<SequenceRange> ranges) {
        return ranges.stream().mapToLong(SequenceRange::count).sum();
    }
}
