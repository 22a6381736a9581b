/**
 * The HTTP edge: which pages may ask, which headers every answer carries, how errors look that no handler answered, and the
 * description of the API.
 */
@NullMarked
package io.korests.web;

import org.jspecify.annotations.NullMarked;
