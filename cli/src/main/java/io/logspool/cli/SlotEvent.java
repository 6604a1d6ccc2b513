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

import io.logspool.encode.EventOrigin;
import io.logspool.event.LogEvent;
import io.logspool.spool.SlotView;

/**
 * An event that was read from a slot.
 *
 * @param slot   where it was read
 * @param event  what was logged
 * @param origin the process that logged it, and its place in the spool
 */
record SlotEvent(SlotView slot, LogEvent event, EventOrigin origin) {}
