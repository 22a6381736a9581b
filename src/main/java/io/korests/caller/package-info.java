/**
 * Authenticates callers. A {@link io.korests.caller.CallerCheck} reads the HTTP request and answers with a {@link
 * io.korests.caller.Caller}; {@code token} decides what that caller may have.
 */
@NullMarked
package io.korests.caller;

import org.jspecify.annotations.NullMarked;
