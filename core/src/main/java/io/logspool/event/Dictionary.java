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
package io.logspool.event;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The names and stack frames that the writers of an agent refer to by number, a page at a time. Any thread.
 *
 * <p>A page begins with an empty dictionary, and what a number stands for is written to the page before the first event
 * that has the number. So a page is read with nothing but itself, and memory is bounded by what one page can define.
 */
public final class Dictionary {

    private final DefinitionLog log;
    private final int maxChars;
    private final Sights sights = new Sights();
    private final AtomicReference<PageDictionary> current;

    /**
     * Makes a dictionary that is empty.
     *
     * @param log gets the definitions
     * @param maxEntryBytes the log takes no longer definition than this, in bytes
     */
    public Dictionary(DefinitionLog log, int maxEntryBytes) {
        this.log = log;
        this.maxChars = Math.min(PageDictionary.MAX_CHARS, maxEntryBytes / 4);
        this.current = new AtomicReference<>(page(log.page()));
    }

    /** That of the page in which the next entry would begin. */
    PageDictionary current() {
        PageDictionary known = Objects.requireNonNull(current.get());
        long page = log.page();
        // Pages only go up: who looked before another thread went on must not bring the old page back, empty.
        while (page > known.page) {
            PageDictionary next = page(page);
            if (current.compareAndSet(known, next)) {
                return next;
            }
            known = Objects.requireNonNull(current.get());
        }
        return known;
    }

    private PageDictionary page(long page) {
        return new PageDictionary(page, log, sights, maxChars);
    }
}
