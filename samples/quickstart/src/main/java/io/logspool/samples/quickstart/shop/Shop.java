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

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The running shop: its servlets in an embedded Tomcat on the loopback address. */
public final class Shop implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String EVERYTHING = "/*";

    private final Tomcat tomcat;

    private Shop(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Starts the shop.
     *
     * @param port where it listens; 0 for a free port
     * @param directory for Tomcat's own files
     * @throws IOException if it cannot listen there
     */
    public static Shop start(int port, Path directory) throws IOException {
        Files.createDirectories(directory);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname(HOST);
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", HOST);
        Context context = tomcat.addContext("", directory.toString());
        Catalog catalog = new Catalog();
        add(context, "products", "/products/*", new CatalogServlet(catalog));
        add(context, "orders", "/orders/*", new OrderServlet(catalog, new Orders(catalog)));
        add(context, new RequestLog());
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IOException("The shop could not be started on port " + port + ": " + e.getMessage(), e);
        }
        // Tomcat only logs that a connector could not listen, and starts without it.
        if (tomcat.getConnector().getState() != LifecycleState.STARTED) {
            throw new IOException("The shop could not listen on port " + port + " of " + HOST + ".");
        }
        return new Shop(tomcat);
    }

    private static void add(Context context, String name, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, name, servlet).addMapping(path);
    }

    private static void add(Context context, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(filter.getClass().getSimpleName());
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(definition.getFilterName());
        mapping.addURLPattern(EVERYTHING);
        context.addFilterMap(mapping);
    }

    /** Where the shop answers. */
    public URI address() {
        return URI.create("http://" + HOST + ":" + tomcat.getConnector().getLocalPort());
    }

    /** Answers what is under way, and ends. */
    @Override
    public synchronized void close() throws IOException {
        if (tomcat.getServer().getState() == LifecycleState.DESTROYED) {
            return;
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("The shop did not stop: " + e.getMessage(), e);
        }
    }
}
