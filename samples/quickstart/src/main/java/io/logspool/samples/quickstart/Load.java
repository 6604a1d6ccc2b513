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
package io.logspool.samples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The customers of the shop: a given number of requests, evenly spread over a given time, from a few threads. */
final class Load implements AutoCloseable {
    private static final int CUSTOMERS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI shop;
    private final int requests;
    private final Duration length;
    private final long start = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(CUSTOMERS);

    private Load(URI shop, int requests, Duration length) {
        this.shop = shop;
        this.requests = requests;
        this.length = length;
    }

    static Load start(URI shop, int requests, Duration length) {
        Load load = new Load(shop, requests, length);
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = "customer-" + (i + 1);
            List<String> cart = new ArrayList<>();
            Thread thread = new Thread(() -> load.run(customer, cart), customer);
            thread.setDaemon(true);
            thread.start();
        }
        return load;
    }

    private void run(String customer, List<String> orders) {
        try {
            for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                long wait = start + length.toNanos() / requests * i - System.nanoTime();
                if (stopped.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
                    return;
                }
                send(customer, i, orders);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.countDown();
        }
    }

    /** Looks around, looks closer, orders, looks at the order; now and then at something that is not there. */
    private void send(String customer, int number, List<String> orders) throws InterruptedException {
        String product = "p" + (number / 10 % 5 + 1);
        HttpRequest.Builder request = switch (number % 10) {
            case 0, 1, 2 -> get("/products?q=" + List.of("cup", "coffee", "").get(number % 10));
            case 3, 4, 5, 6 -> get("/products/" + (number % 70 == 3 ? "p404" : product));
            case 7, 8 -> to("/orders?product=" + product).POST(BodyPublishers.noBody());
            default -> get("/orders/" + (number % 100 == 9 ? "latest" : last(orders)));
        };
        request.header("X-Customer", customer)
                .header("X-Request-Id", "r-" + number)
                .timeout(TIMEOUT);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            answered.incrementAndGet();
            if (response.statusCode() == 201) {
                orders.add(response.body().strip());
            }
        } catch (IOException e) {
            unanswered.incrementAndGet();
        }
    }

    private static String last(List<String> orders) {
        return orders.isEmpty() ? "0" : orders.get(orders.size() - 1);
    }

    private HttpRequest.Builder get(String path) {
        return to(path).GET();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(shop.resolve(path));
    }

    int answered() {
        return answered.get();
    }

    /** Requests that got no answer at all, which the shop never gives reason for. */
    int unanswered() {
        return unanswered.get();
    }

    /** Waits until all requests are through, or the time is over; true if they are. */
    boolean await(Duration time) throws InterruptedException {
        return running.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends nothing more. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
