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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The products and their stock. Thread-safe. */
final class Catalog {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final int DELIVERY = 200;
    private static final int LOW = 5;

    private final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> stock = new ConcurrentHashMap<>();

    Catalog() {
        add("p1", "Espresso cup", "7.90");
        add("p2", "Coffee grinder", "64.00");
        add("p3", "Filter paper (100)", "3.49");
        add("p4", "Kettle", "39.95");
        add("p5", "Crème brûlée torch", "24.50");
    }

    private void add(String id, String name, String price) {
        products.put(id, new Product(id, name, new BigDecimal(price)));
        stock.put(id, new AtomicInteger(DELIVERY));
    }

    List<Product> search(@Nullable String words) {
        String wanted = words == null ? "" : words.toLowerCase(Locale.ROOT);
        List<Product> found = new ArrayList<>();
        for (Product product : products.values()) {
            if (product.name().toLowerCase(Locale.ROOT).contains(wanted)) {
                found.add(product);
            }
        }
        LOG.atInfo()
                .addKeyValue("search_words", words)
                .addKeyValue("search_hits", found.size())
                .log("Searched for '{}': {} of {} products", wanted, found.size(), products.size());
        return found;
    }

    @Nullable
    Product find(String id) {
        Product product = products.get(id);
        if (product == null) {
            LOG.warn("No product {}", id);
        } else {
            LOG.info("Product {} is {}, {} left", id, product.name(), stockOf(id));
        }
        return product;
    }

    /** Takes one piece out of the stock, which is filled up again when it runs out. */
    void take(Product product) {
        AtomicInteger pieces = stockOf(product.id());
        int left = pieces.decrementAndGet();
        if (left == LOW) {
            LOG.atWarn()
                    .addKeyValue("product_id", product.id())
                    .addKeyValue("stock", left)
                    .log("Only {} of {} left, ordering {}", left, product.name(), DELIVERY);
            pieces.addAndGet(DELIVERY);
        }
    }

    private AtomicInteger stockOf(String id) {
        return stock.computeIfAbsent(id, key -> new AtomicInteger(DELIVERY));
    }
}
