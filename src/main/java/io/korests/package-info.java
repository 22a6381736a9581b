/** The start of kore-sts; everything else lives in one package per feature. */
@NullMarked
package io.korests;

import org.jspecify.annotations.NullMarked;
