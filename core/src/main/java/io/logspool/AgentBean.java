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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows an agent's statistics in JMX. */
final class AgentBean implements LogAgentMXBean {

    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");
    private static final int MOST_INSTANCES = 1000;

    private final Supplier<LogAgentStats> stats;
    private final Path slot;
    private @Nullable ObjectName name;

    AgentBean(Supplier<LogAgentStats> stats, Path slot) {
        this.stats = stats;
        this.slot = slot;
    }

    /** Takes the first name that is free. */
    void register(String service) throws JMException {
        String base = "io.logspool:type=LogAgent,name="
                + (PLAIN.matcher(service).matches() ? service : ObjectName.quote(service));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int instance = 1; name == null && instance <= MOST_INSTANCES; instance++) {
            ObjectName tried = new ObjectName(instance == 1 ? base : base + ",instance=" + instance);
            try {
                server.registerMBean(this, tried);
                name = tried;
            } catch (InstanceAlreadyExistsException e) {
                name = null; // another agent has it, maybe of another class loader
            }
        }
    }

    void unregister() throws JMException {
        ObjectName taken = name;
        name = null;
        if (taken != null) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(taken);
        }
    }

    @Override
    public String getState() {
        return stats.get().state().name();
    }

    @Override
    public String getSlot() {
        return slot.toString();
    }

    @Override
    public long getAccepted() {
        return stats.get().accepted();
    }

    @Override
    public long getShipped() {
        return stats.get().shipped();
    }

    @Override
    public long getAcknowledged() {
        return stats.get().acknowledged();
    }

    @Override
    public long getDroppedTotal() {
        return stats.get().droppedTotal();
    }

    @Override
    public Map<String, Long> getDropped() {
        return byName(stats.get().dropped());
    }

    @Override
    public Map<String, Long> getEvicted() {
        return byName(stats.get().evicted());
    }

    @Override
    public long getKeptOut() {
        return stats.get().keptOut();
    }

    @Override
    public long getTruncated() {
        return stats.get().truncated();
    }

    @Override
    public long getDeadLettered() {
        return stats.get().deadLettered();
    }

    @Override
    public long getDiscarded() {
        return stats.get().discarded();
    }

    @Override
    public long getDamaged() {
        return stats.get().damaged();
    }

    @Override
    public long getLostDefinitions() {
        return stats.get().lostDefinitions();
    }

    @Override
    public long getBacklogEvents() {
        return stats.get().backlogEvents();
    }

    @Override
    public long getBacklogBytes() {
        return stats.get().backlogBytes();
    }

    @Override
    public long getBacklogAgeMillis() {
        return stats.get().backlogAgeMillis();
    }

    @Override
    public long getSpoolBytes() {
        return stats.get().spoolBytes();
    }

    @Override
    public long getInFlightBytes() {
        return stats.get().inFlightBytes();
    }

    @Override
    public @Nullable String getLastError() {
        return stats.get().lastError();
    }

    private static Map<String, Long> byName(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> names = new TreeMap<>();
        counts.forEach((key, count) -> names.put(key.name(), count));
        return names;
    }
}
