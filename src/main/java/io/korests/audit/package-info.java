/** The audit event of each attempt, metrics, traces, and what may be logged at all. Listens to {@code token}; nobody calls in. */
@NullMarked
package io.korests.audit;

import org.jspecify.annotations.NullMarked;
