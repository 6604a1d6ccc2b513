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
package io.logspool;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The name of a service as the name of a directory. */
final class ServiceDirectory {

    private ServiceDirectory() {}

    /**
     * Keeps letters, digits, {@code -}, {@code _} and dots that do not lead; every other byte of the UTF-8 form becomes
     * {@code %} and two hex digits. Different services have different directories.
     */
    static String name(String service) {
        StringBuilder name = new StringBuilder(service.length());
        for (byte b : service.getBytes(UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '_'
                    || (b == '.' && !name.isEmpty());
            if (plain) {
                name.append((char) b);
            } else {
                name.append('%').append(String.format("%02x", b));
            }
        }
        return name.toString();
    }
}
