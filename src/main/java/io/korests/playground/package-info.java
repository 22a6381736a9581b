/** A page for developers that asks for tokens and shows their content; off by default. Nobody calls in. */
@NullMarked
package io.korests.playground;

import org.jspecify.annotations.NullMarked;
