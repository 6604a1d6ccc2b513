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

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the measured statements say: the numbers are boxed in the call, as they are in an application. */
@State(Scope.Thread)
public class Order {

    /** The logger of the statements. */
    static final String LOGGER = "com.acme.orders.OrderService";

    /** The pattern of SLF4J and Log4j. */
    static final String PLACED = "order {} of {} items for customer {} placed";

    long number = 4711L;
    int items = 3;
    String customer = "c-1881";
}
