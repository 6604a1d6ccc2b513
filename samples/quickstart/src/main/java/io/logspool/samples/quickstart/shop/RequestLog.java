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

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs each request and its answer, and puts its id and its customer into the MDC of all that happens in between. */
final class RequestLog extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        String id = request.getHeader("X-Request-Id");
        String customer = request.getHeader("X-Customer");
        MDC.put("request_id", id == null ? UUID.randomUUID().toString() : id);
        MDC.put("customer", customer == null ? "guest" : customer);
        try {
            LOG.info("{} {}", request.getMethod(), request.getRequestURI());
            chain.doFilter(request, response);
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
            LOG.atInfo()
                    .addKeyValue("http.request.method", request.getMethod())
                    .addKeyValue("url.path", request.getRequestURI())
                    .addKeyValue("http.response.status_code", response.getStatus())
                    .addKeyValue("duration_ms", micros / 1000.0)
                    .log("Answered {} after {} µs", response.getStatus(), micros);
        } finally {
            MDC.clear();
        }
    }
}
