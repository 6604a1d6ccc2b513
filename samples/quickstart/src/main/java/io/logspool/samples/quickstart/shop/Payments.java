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
package io.logspool.samples.quickstart.shop;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** The shop's way to its bank, which is slow at times: every so-and-so-many-th order runs into a timeout. */
final class Payments {
    private static final int EVERY = 25;

    void charge(Orders.Order order) throws PaymentException {
        try {
            call(order);
        } catch (IOException e) {
            throw new PaymentException("Card of " + order.customer() + " was not charged", e);
        }
    }

    private static void call(Orders.Order order) throws IOException {
        try {
            answer(order.number());
        } catch (SocketTimeoutException e) {
            throw new IOException("POST https://bank.example/charges failed", e);
        }
    }

    private static void answer(long number) throws SocketTimeoutException {
        if (number % EVERY == 0) {
            throw new SocketTimeoutException("Read timed out");
        }
    }
}
