/**
 * Configuration: from text in five layers to checked, immutable values.
 *
 * <p>Invariants:
 * <ul>
 *   <li>{@link io.logspool.config.ConfigKeys} is the one place that names a key. Parsing, limits, suggestions, defaults and
 *       {@code docs/configuration.md} come from its rows; a key has a row only if something reads it.
 *   <li>All or nothing: either every value was good, or there is one {@link io.logspool.config.ConfigException} that lists
 *       everything that was not. Nothing is adjusted silently.
 *   <li>A reason never repeats the value it is about. So a secret can leave this package only through the typed values,
 *       never through a message, a dump or {@code toString()}.
 *   <li>System properties, environment and volume size come in from outside; only the named files and class path
 *       resources are read here, once.
 * </ul>
 */
@NullMarked
package io.logspool.config;

import org.jspecify.annotations.NullMarked;
