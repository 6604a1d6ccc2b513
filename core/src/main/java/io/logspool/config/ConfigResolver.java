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
package io.logspool.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One pass over all layers. Used once, by one thread. */
final class ConfigResolver {

    static final String DEFAULT_FILE = "classpath:logspool.properties";

    /** Characters of a setting that cannot be told apart. */
    private static final int MAX_MALFORMED = 40;

    /** Kafka's reasons list the values it takes. */
    private static final int MAX_REASON = 1000;

    private static final String PROPERTY_PREFIX = ConfigKey.systemPropertyName("");
    private static final String CONFIG_PROPERTY = ConfigKey.systemPropertyName("config");

    /** A value as it was given. */
    private record Given(String raw, Origin origin) {}

    private final ConfigSources sources;
    private final Placeholders placeholders;
    private final KeyNames names;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, ResolvedConfig.Setting<?>> settings = new LinkedHashMap<>();
    private final Map<String, String> templates = new LinkedHashMap<>();

    ConfigResolver(ConfigSources sources) {
        this.sources = sources;
        this.placeholders = new Placeholders(sources.environment(), sources.systemProperties());
        this.names = new KeyNames(sources.producerRules());
    }

    ResolvedConfig resolve() {
        Map<String, Given> properties = fromSystemProperties();
        Map<String, Given> own = fromSettings();
        Map<String, Given> file = fromFile();

        Map<String, Given> effective = new TreeMap<>(); // sorted, so that families have an order
        effective.putAll(file);
        effective.putAll(own);
        Map<String, Given> lower = new TreeMap<>(effective);
        lower.putAll(properties);
        effective.putAll(fromEnvironment(lower));
        effective.putAll(properties);

        for (ConfigKey<?> row : ConfigKeys.all()) {
            resolveRow(row, effective);
        }
        CrossChecks.check(this::setting, sources.volumeBytes(), problems);
        ResolvedConfig config = new ResolvedConfig(settings, warnings, templates, placeholders);
        askProducer(config.family(ConfigKeys.KAFKA));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private Map<String, Given> fromSystemProperties() {
        Map<String, Given> given = new TreeMap<>();
        new TreeMap<>(sources.systemProperties()).forEach((property, value) -> {
            if (property.startsWith(PROPERTY_PREFIX) && !property.equals(CONFIG_PROPERTY)) {
                Origin origin = new Origin(Origin.Layer.SYSTEM_PROPERTY, property);
                take(given, property.substring(PROPERTY_PREFIX.length()), value, origin);
            }
        });
        return given;
    }

    private Map<String, Given> fromSettings() {
        Map<String, Given> given = new LinkedHashMap<>();
        for (String malformed : sources.malformed()) {
            problems.add(malformed(malformed));
        }
        sources.settings().forEach((key, value) -> take(given, key, value, Origin.SETTING));
        return given;
    }

    /** The text itself says best what is meant; of one that names a secret, what follows the name may be it. */
    private static ConfigProblem malformed(String text) {
        String reason = "must be key=value";
        return Secrets.looksSecret(text)
                ? new ConfigProblem(text.split("[\\s:]", 2)[0], Secrets.HIDDEN, Origin.SETTING, reason, null)
                : new ConfigProblem(Secrets.cut(text, MAX_MALFORMED), null, Origin.SETTING, reason, null);
    }

    private Map<String, Given> fromFile() {
        String location = sources.configFile();
        Origin namedBy = Origin.SETTING;
        if (location == null) {
            location = sources.systemProperties().get(CONFIG_PROPERTY);
            namedBy = new Origin(Origin.Layer.SYSTEM_PROPERTY, CONFIG_PROPERTY);
        }
        boolean named = location != null;
        String from = location == null ? DEFAULT_FILE : location.strip();
        Map<String, Given> given = new LinkedHashMap<>();
        try {
            ConfigFile file = ConfigFile.read(from);
            if (file == null) {
                if (named) {
                    throw new BadValueException("is not there");
                }
                return given;
            }
            Origin origin = new Origin(Origin.Layer.FILE, from);
            file.values().forEach((key, value) -> take(given, key, value, origin));
            for (String key : file.repeated()) {
                problem(key, given.get(key), "is in this file more than once");
            }
        } catch (BadValueException unusable) {
            problems.add(new ConfigProblem(
                    "config", Secrets.shown(from, false), named ? namedBy : Origin.DEFAULT, unusable.reason(), null));
        }
        return given;
    }

    /** Variables we do not know are not errors: orchestrators make some of their own. Neither are empty ones. */
    private Map<String, Given> fromEnvironment(Map<String, Given> others) {
        Map<String, Given> given = new LinkedHashMap<>();
        new TreeMap<>(sources.environment()).forEach((variable, value) -> {
            if (!variable.startsWith(KeyNames.ENVIRONMENT_PREFIX) || value.isBlank()) {
                return;
            }
            String key = names.ofVariable(variable, others.keySet());
            if (key == null) {
                warnings.add("environment variable " + variable + " is no key of ours and is not used"
                        + names.meantVariable(variable));
            } else {
                given.put(key, new Given(value, new Origin(Origin.Layer.ENVIRONMENT, variable)));
            }
        });
        return given;
    }

    private void take(Map<String, Given> given, String key, String raw, Origin origin) {
        Given value = new Given(raw, origin);
        if (ConfigKeys.of(key) == null) {
            problem(key, value, "unknown key");
        } else if (names.isMistypedProducerSetting(key)) {
            problem(key, value, "is no setting of Kafka's producer");
        } else {
            if (names.isUnknownProducerSetting(key)) {
                warnings.add(key + " (" + origin + ") is no setting that Kafka's producer knows; passed on as it is");
            }
            given.put(key, value);
        }
    }

    private void resolveRow(ConfigKey<?> row, Map<String, Given> effective) {
        if (row.isFamily()) {
            effective.forEach((key, given) -> {
                if (row.equals(ConfigKeys.of(key))) {
                    resolveGiven(row, key, given);
                }
            });
            return;
        }
        Given given = effective.get(row.key());
        if (given != null) {
            resolveGiven(row, row.key(), given);
        } else if (row.isDefaultComputed()) {
            resolveComputed(row);
        } else if (row.defaultText() != null) {
            resolveGiven(row, row.key(), new Given(row.defaultText(), Origin.DEFAULT));
        }
    }

    private <T> void resolveGiven(ConfigKey<T> row, String key, Given given) {
        try {
            Placeholders.Expanded expanded = placeholders.expand(given.raw().strip());
            T value = row.type().parse(expanded.text());
            if (expanded.foreign()) {
                templates.put(key, given.raw().strip());
            }
            boolean secret = expanded.foreign() || Secrets.looksSecret(key);
            settings.put(key, new ResolvedConfig.Setting<>(row, value, expanded.text(), given.origin(), secret));
        } catch (BadValueException bad) {
            problem(key, given, bad.reason());
        }
    }

    private <T> void resolveComputed(ConfigKey<T> row) {
        ResolvedConfig.Setting<?> directory = settings.get(ConfigKeys.SPOOL_DIR.key());
        long volumeBytes = directory == null ? 0 : sources.volumeBytes().applyAsLong((Path) directory.value());
        T value = row.computeDefault(volumeBytes);
        if (value != null) {
            String text = String.valueOf(value);
            settings.put(row.key(), new ResolvedConfig.Setting<>(row, value, text, Origin.DEFAULT, false));
        }
    }

    /** Its reasons may repeat the value, so they are kept back with it. */
    private void askProducer(Map<String, String> producerSettings) {
        ProducerRules rules = sources.producerRules();
        boolean anyIsSet = producerSettings.keySet().stream()
                .map(name -> settings.get(ConfigKeys.KAFKA.prefix() + name))
                .anyMatch(setting -> setting != null && !setting.origin().isDefault());
        if (rules == null || !anyIsSet) {
            return;
        }
        rules.refusals(producerSettings).forEach((name, reason) -> {
            String key = ConfigKeys.KAFKA.prefix() + name;
            ResolvedConfig.Setting<?> setting = settings.get(key);
            boolean secret = setting == null ? Secrets.looksSecret(key) : setting.secret();
            String value = setting == null ? "" : Secrets.shown(setting.text(), secret);
            Origin origin = setting == null ? Origin.DEFAULT : setting.origin();
            String told = secret ? "is refused by Kafka's producer" : Secrets.cut(reason, MAX_REASON);
            problems.add(new ConfigProblem(key, value, origin, told, null));
        });
    }

    private ResolvedConfig.@Nullable Setting<?> setting(ConfigKey<?> key) {
        return settings.get(key.key());
    }

    private void problem(String key, @Nullable Given given, String reason) {
        String nearest = ConfigKeys.of(key) == null || names.isMistypedProducerSetting(key) ? names.nearest(key) : null;
        boolean secret = Secrets.looksSecret(key) || (nearest != null && Secrets.looksSecret(nearest));
        String raw = given == null ? "" : given.raw();
        Origin origin = given == null ? Origin.DEFAULT : given.origin();
        problems.add(new ConfigProblem(Secrets.shown(key, false), Secrets.shown(raw, secret), origin, reason, nearest));
    }
}
