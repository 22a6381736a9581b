/**
 * Who is asking, and whether we believe it. A {@link io.korests.caller.CallerCheck} looks at the HTTP request and answers with
 * a {@link io.korests.caller.Caller}; what a caller may then have is for {@code token} to say.
 */
@NullMarked
package io.korests.caller;

import org.jspecify.annotations.NullMarked;
