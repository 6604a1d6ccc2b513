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
package io.logspool.cli;

import io.logspool.LogAgentConfig;
import io.logspool.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which brokers, and how to speak to them: the configuration that an application has, or parts of it. */
final class AgentOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The application's logspool.properties. System properties and the environment count as for it.")
    private @Nullable String file;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT,...", description = "The brokers to ask first.")
    private @Nullable String bootstrap;

    @Option(names = "--kafka", paramLabel = "KEY=VALUE", description = "A setting of Kafka's client. Repeatable.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any key of the configuration. Repeatable.")
    private List<String> settings = new ArrayList<>();

    /**
     * The configuration.
     *
     * @param more settings that come from other options; null values are passed over
     */
    LogAgentConfig config(Map<String, @Nullable String> more) {
        LogAgentConfig.Builder builder = LogAgentConfig.builder();
        if (file != null) {
            builder.configFile(file);
        }
        settings.forEach(builder::setting);
        kafka.forEach((key, value) -> builder.set("kafka." + key, value));
        if (bootstrap != null) {
            builder.set("kafka.bootstrap.servers", bootstrap);
        }
        more.forEach((key, value) -> {
            if (value != null) {
                builder.set(key, value);
            }
        });
        try {
            return builder.build();
        } catch (ConfigException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
