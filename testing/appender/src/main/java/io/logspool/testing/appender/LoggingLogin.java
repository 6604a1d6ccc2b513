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
package io.logspool.testing.appender;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler;

/** Code of an application that Kafka's client asks for an OAuth token, and that logs. */
public final class LoggingLogin implements AuthenticateCallbackHandler {

    private static final AtomicInteger CALLS = new AtomicInteger();
    private static volatile Runnable statement = () -> {};

    private final AuthenticateCallbackHandler unsecured = new OAuthBearerUnsecuredLoginCallbackHandler();

    /** Kafka's client makes one by its name. */
    public LoggingLogin() {}

    /** What it is to do each time. */
    static void logWith(Runnable logStatement) {
        CALLS.set(0);
        statement = logStatement;
    }

    /** How often it was asked. */
    static int calls() {
        return CALLS.get();
    }

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        unsecured.configure(configs, mechanism, jaasConfigEntries);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        CALLS.incrementAndGet();
        statement.run();
        unsecured.handle(callbacks);
    }

    @Override
    public void close() {
        unsecured.close();
    }
}
