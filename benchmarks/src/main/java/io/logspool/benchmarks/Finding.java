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
package io.logspool.benchmarks;

/**
 * One figure that has a target.
 *
 * @param part   of the tour
 * @param what   was measured, with its unit
 * @param value  NaN if it could not be
 * @param target that it is to keep
 * @param atMost whether the target is the largest that will do, not the smallest
 */
record Finding(String part, String what, double value, double target, boolean atMost) {

    static Finding atMost(String part, String what, double value, double target) {
        return new Finding(part, what, value, target, true);
    }

    static Finding atLeast(String part, String what, double value, double target) {
        return new Finding(part, what, value, target, false);
    }

    boolean isMet() {
        return atMost ? value <= target : value >= target;
    }
}
