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

/** Gets what the person who runs the application should know. Called by the shipper's thread; throws nothing. */
public interface StatusListener {

    /** Something is wrong; said once, until {@link #info} says that it is over. */
    void warn(String message);

    /** Something that was wrong is over. */
    void info(String message);
}
