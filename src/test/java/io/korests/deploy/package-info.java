/** Starts the service with the configuration files of {@code deploy/}, in the surroundings that they are written for. */
@NullMarked
package io.korests.deploy;

import org.jspecify.annotations.NullMarked;
