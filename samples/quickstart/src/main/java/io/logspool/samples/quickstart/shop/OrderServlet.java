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

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /orders?product=ID} and {@code GET /orders/NUMBER}. */
final class OrderServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OrderServlet.class);

    @SuppressWarnings("serial") // Tomcat does not serialize servlets.
    private final Catalog catalog;

    @SuppressWarnings("serial") // Tomcat does not serialize servlets.
    private final Orders orders;

    OrderServlet(Catalog catalog, Orders orders) {
        this.catalog = catalog;
        this.orders = orders;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String id = request.getParameter("product");
        Product product = id == null ? null : catalog.find(id);
        if (product == null) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        String customer = request.getHeader("X-Customer");
        try {
            Orders.Order order = orders.place(customer == null ? "guest" : customer, product);
            response.setStatus(HttpServletResponse.SC_CREATED);
            response.getWriter().println(order.number());
        } catch (PaymentException e) {
            response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        try {
            Orders.Order order = orders.find(Long.parseLong(path == null ? "" : path.substring(1)));
            if (order == null) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            } else {
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().println(order);
            }
        } catch (NumberFormatException e) {
            LOG.warn("Not an order number: {}", path, e);
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
