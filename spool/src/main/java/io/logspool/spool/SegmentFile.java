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
package io.logspool.spool;

import java.nio.file.Path;

/**
 * A segment as it is on disk.
 *
 * @param number      orders the segments of a slot, from 1
 * @param incarnation who appended to it
 * @param file        holds its entries
 * @param bytes       size of the file; that of a segment that is written to is more than what is allocated to it
 */
public record SegmentFile(long number, Incarnation incarnation, Path file, long bytes) {}
