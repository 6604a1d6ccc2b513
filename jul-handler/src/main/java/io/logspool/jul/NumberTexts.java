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
package io.logspool.jul;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as {@link java.text.MessageFormat} prints them, in the locale of the moment, without the formats that it would
 * make for each record. Any thread: the format is lent to one at a time, another one makes its own.
 */
final class NumberTexts {

    /** Smaller ones have nothing between their digits. */
    private static final long GROUPED_FROM = 1000;

    private final AtomicReference<@Nullable LocalFormat> spare = new AtomicReference<>();

    /** The number format of a locale. */
    private static final class LocalFormat {

        private final Locale locale;
        private final NumberFormat format;
        /** Whether small integers look as they do in Java. */
        private final boolean plain;

        LocalFormat(Locale locale) {
            this.locale = locale;
            this.format = NumberFormat.getInstance(locale);
            this.plain = format instanceof DecimalFormat decimal && isPlain(decimal);
        }

        private static boolean isPlain(DecimalFormat decimal) {
            DecimalFormatSymbols symbols = decimal.getDecimalFormatSymbols();
            return symbols.getZeroDigit() == '0'
                    && decimal.getNegativePrefix().equals("-")
                    && decimal.getPositivePrefix().isEmpty();
        }
    }

    /** The parameters, but each number of the first so many as its text, unless that is the one that Java has for it. */
    @Nullable
    Object[] in(@Nullable Object[] parameters, int first) {
        @Nullable Object[] printed = parameters;
        LocalFormat local = null;
        for (int i = 0; i < Math.min(first, parameters.length); i++) {
            Object parameter = parameters[i];
            if (parameter == null || !isNumber(parameter)) {
                continue;
            }
            if (local == null) {
                local = borrow();
            }
            if (!local.plain || !isSmall(parameter)) {
                if (printed == parameters) {
                    printed = Arrays.copyOf(parameters, parameters.length, Object[].class);
                }
                printed[i] = local.format.format(parameter);
            }
        }
        if (local != null) {
            spare.set(local);
        }
        return printed;
    }

    private LocalFormat borrow() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        LocalFormat local = spare.getAndSet(null);
        return local != null && local.locale.equals(locale) ? local : new LocalFormat(locale);
    }

    /** The JDK's; one of the application's may do anything when it is printed. */
    private static boolean isNumber(Object parameter) {
        Class<?> type = parameter.getClass();
        return type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Float.class
                || type == Short.class
                || type == Byte.class
                || type == BigDecimal.class
                || type == BigInteger.class
                || type == AtomicInteger.class
                || type == AtomicLong.class;
    }

    private static boolean isSmall(Object number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            long value = ((Number) number).longValue();
            return value > -GROUPED_FROM && value < GROUPED_FROM;
        }
        return false;
    }
}
