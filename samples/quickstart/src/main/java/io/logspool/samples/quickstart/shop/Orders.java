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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Takes orders and has them paid. Thread-safe. */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final Marker AUDIT = MarkerFactory.getMarker("AUDIT");

    /** An order that was paid. */
    record Order(long number, String customer, Product product) {}

    private final Catalog catalog;
    private final Payments payments = new Payments();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Order> paid = new ConcurrentHashMap<>();

    Orders(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @throws PaymentException if the order could not be paid; it is then forgotten */
    Order place(String customer, Product product) throws PaymentException {
        Order order = new Order(numbers.incrementAndGet(), customer, product);
        LOG.info("Order {} of {} by {}", order.number(), product.name(), customer);
        try {
            payments.charge(order);
        } catch (PaymentException e) {
            LOG.atError()
                    .setCause(e)
                    .addMarker(AUDIT)
                    .addKeyValue("order_id", order.number())
                    .addKeyValue("order_total", product.price())
                    .log("Order {} was not paid", order.number());
            throw e;
        }
        catalog.take(product);
        paid.put(order.number(), order);
        LOG.atInfo()
                .addMarker(AUDIT)
                .addKeyValue("order_id", order.number())
                .addKeyValue("order_total", product.price())
                .addKeyValue("first_order", order.number() == 1)
                .log("Order {} is paid", order.number());
        return order;
    }

    @Nullable
    Order find(long number) {
        Order order = paid.get(number);
        LOG.info("Order {} is {}", number, order == null ? "unknown" : "known");
        return order;
    }
}
