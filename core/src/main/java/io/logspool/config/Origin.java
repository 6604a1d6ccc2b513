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

/**
 * Where a value came from.
 *
 * @param layer which of the five layers
 * @param name  what to look for there: the property, the variable, the file; empty if there is nothing to say
 */
public record Origin(Layer layer, String name) {

    /** The layers, the first one wins. */
    public enum Layer {
        SYSTEM_PROPERTY("system property"),
        ENVIRONMENT("environment variable"),
        SETTING("the appender's own setting"),
        FILE("file"),
        DEFAULT("default");

        private final String words;

        Layer(String words) {
            this.words = words;
        }
    }

    static final Origin SETTING = new Origin(Layer.SETTING, "");
    static final Origin DEFAULT = new Origin(Layer.DEFAULT, "");

    boolean isDefault() {
        return layer == Layer.DEFAULT;
    }

    @Override
    public String toString() {
        return name.isEmpty() ? layer.words : layer.words + " " + name;
    }
}
