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
package io.logspool.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.junit.jupiter.api.Test;

/** Log4j finds the appender by the descriptor that comes with it; no package is scanned, and none has to be named. */
class PluginDescriptorTest {

    @Test
    void the_descriptor_beside_the_appender_names_it() throws IOException, URISyntaxException {
        URL descriptor = LogspoolAppender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .resolve(PluginProcessor.PLUGIN_CACHE_FILE)
                .toURL();
        PluginCache plugins = new PluginCache();
        plugins.loadCacheFiles(Collections.enumeration(List.of(descriptor)));

        assertThat(plugins.getCategory(Core.CATEGORY_NAME.toLowerCase(Locale.ROOT)))
                .hasEntrySatisfying(
                        "logspool",
                        plugin -> assertThat(plugin.getClassName()).isEqualTo(LogspoolAppender.class.getName()));
    }

    @Test
    void log4j_finds_it_without_the_name_of_a_package() {
        PluginManager plugins = new PluginManager(Core.CATEGORY_NAME);
        plugins.collectPlugins();

        assertThat(plugins.getPlugins())
                .hasEntrySatisfying(
                        "logspool",
                        plugin -> assertThat(plugin.getPluginClass()).isEqualTo(LogspoolAppender.class));
    }
}
