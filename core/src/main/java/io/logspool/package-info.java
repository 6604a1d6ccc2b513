/** The agent: what an application or an adapter starts, configures and closes. */
@NullMarked
package io.logspool;

import org.jspecify.annotations.NullMarked;
