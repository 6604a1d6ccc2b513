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
package io.logspool.ship;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A {@link ShipperRig} for each test, with room enough in flight for all that it logs. */
abstract class ShipperFixture {

    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path directory;

    ShipperRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new ShipperRig(directory.resolve("plenty"), PLENTY);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    /** Goes on with a rig that ships so. */
    void use(ShipperOptions options) throws IOException {
        rig.close();
        rig = new ShipperRig(directory.resolve("other"), options);
    }

    /** Goes on with a rig that lets only so many bytes be in flight. */
    void limitTo(long maxInFlightBytes) throws IOException {
        rig.close();
        rig = new ShipperRig(directory.resolve("small"), maxInFlightBytes);
    }
}
