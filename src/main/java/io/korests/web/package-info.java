/** The HTTP edge: which pages may ask, the headers of every answer, errors before any handler, and the API's description. */
@NullMarked
package io.korests.web;

import org.jspecify.annotations.NullMarked;
