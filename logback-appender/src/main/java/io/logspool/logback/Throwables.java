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
package io.logspool.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.logspool.event.ThrowableCopy;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From Logback's proxies back to throwables: to the real one, or, of an event from elsewhere, to a copy. */
final class Throwables {

    private static final StackTraceElement[] NO_FRAMES = {};

    private record Pending(IThrowableProxy proxy, ThrowableCopy parent, boolean isCause) {}

    private final IdentityHashMap<IThrowableProxy, ThrowableCopy> copies = new IdentityHashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private Throwables() {}

    static @Nullable Throwable of(@Nullable IThrowableProxy proxy) {
        if (proxy instanceof ThrowableProxy here) {
            return here.getThrowable();
        }
        return proxy == null ? null : new Throwables().copyTree(proxy);
    }

    private ThrowableCopy copyTree(IThrowableProxy root) {
        ThrowableCopy copy = copy(root);
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            attach(next, original(next.proxy()));
        }
        return copy;
    }

    private ThrowableCopy copy(IThrowableProxy proxy) {
        ThrowableCopy copy = new ThrowableCopy(
                String.valueOf(proxy.getClassName()), proxy.getMessage(), proxy.getOverridingMessage(), frames(proxy));
        copies.put(proxy, copy);
        IThrowableProxy cause = proxy.getCause();
        if (cause != null) {
            pending.push(new Pending(cause, copy, true));
        }
        IThrowableProxy @Nullable [] suppressed = proxy.getSuppressed();
        for (int i = suppressed == null ? -1 : suppressed.length - 1; i >= 0; i--) {
            pending.push(new Pending(suppressed[i], copy, false));
        }
        return copy;
    }

    /** A proxy that closes a cycle has nothing but class and message of the one that it stands for. */
    private ThrowableCopy original(IThrowableProxy proxy) {
        ThrowableCopy same = copies.get(proxy);
        if (same != null) {
            return same;
        }
        if (proxy.isCyclic()) {
            for (ThrowableCopy earlier : copies.values()) {
                if (earlier.className().equals(proxy.getClassName())
                        && Objects.equals(earlier.getMessage(), proxy.getMessage())) {
                    return earlier;
                }
            }
        }
        return copy(proxy);
    }

    private static void attach(Pending place, ThrowableCopy copy) {
        if (copy == place.parent()) {
            return; // Java has no throwable that is its own cause
        }
        if (place.isCause()) {
            place.parent().initCause(copy);
        } else {
            place.parent().addSuppressed(copy);
        }
    }

    private static StackTraceElement[] frames(IThrowableProxy proxy) {
        StackTraceElementProxy @Nullable [] frames = proxy.getStackTraceElementProxyArray();
        return frames == null
                ? NO_FRAMES
                : Arrays.stream(frames)
                        .map(StackTraceElementProxy::getStackTraceElement)
                        .toArray(StackTraceElement[]::new);
    }
}
