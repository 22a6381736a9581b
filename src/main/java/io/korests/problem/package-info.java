/** The closed list of refusals, answered as problems (RFC 9457). Every package that answers HTTP may call in. */
@NullMarked
package io.korests.problem;

import org.jspecify.annotations.NullMarked;
