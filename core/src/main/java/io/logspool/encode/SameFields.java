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
package io.logspool.encode;

import org.jspecify.annotations.Nullable;

/**
 * Fields that are the same in all records of one process, as they were written the first time. Not thread-safe.
 */
final class SameFields {

    private @Nullable Resource of;
    private @Nullable Limits limits;
    private byte[] fields = {};

    /** Writes what is remembered; false if that is of another process, or under other limits. */
    boolean write(Resource resource, RecordWriter out) {
        if (!isSame(of, resource) || !out.limits.equals(limits)) {
            return false;
        }
        out.json.writeFields(fields);
        return true;
    }

    /** Remembers what was written from a position on, which must not be the first field. */
    void remember(Resource resource, RecordWriter out, int from) {
        if (!out.wasCut()) {
            of = resource;
            limits = out.limits;
            fields = out.json.fieldsSince(from);
        }
    }

    @SuppressWarnings("ReferenceEquality") // is meant: one object serves all records of a segment
    private static boolean isSame(@Nullable Resource one, Resource other) {
        return one == other;
    }
}
