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

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, for people: the JDK's own messages are often no more than the path. */
public final class FileTrouble {

    private FileTrouble() {}

    /** The path, and what is wrong with it. */
    public static String sentence(FileSystemException e) {
        String file = e.getFile() == null ? "a file" : e.getFile();
        if (e instanceof NoSuchFileException) {
            return file + " does not exist";
        } else if (e instanceof NotDirectoryException) {
            return file + " is not a directory";
        } else if (e instanceof AccessDeniedException) {
            return file + ": this user has no permission";
        } else if (e instanceof FileAlreadyExistsException) {
            return file + " is in the way";
        }
        return file + ": " + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason());
    }

    /** The same of any failure. */
    static String reason(Throwable e) {
        if (e instanceof FileSystemException file) {
            return sentence(file);
        }
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
