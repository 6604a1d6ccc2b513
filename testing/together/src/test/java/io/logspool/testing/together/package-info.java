/** Several frameworks in one JVM, as in an application with libraries of its own mind. */
@NullMarked
package io.logspool.testing.together;

import org.jspecify.annotations.NullMarked;
