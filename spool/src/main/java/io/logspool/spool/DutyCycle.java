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
package io.logspool.spool;

/** A loop's body. One thread calls it; see {@link DutyCycleRunner}. */
@FunctionalInterface
public interface DutyCycle {

    /**
     * Does what there is to do now, and returns without waiting for more.
     *
     * @return how much was done; 0 lets the thread idle
     * @throws Exception whatever went wrong; the runner reports it, and calls again after a pause
     */
    int doWork() throws Exception;
}
