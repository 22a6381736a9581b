/** Commands for operators, run instead of the service. {@code StsApplication} calls in. */
@NullMarked
package io.korests.cli;

import org.jspecify.annotations.NullMarked;
