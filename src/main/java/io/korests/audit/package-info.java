/** What is seen of attempts: one audit event each, and the metrics. Listens to {@code token}; nobody calls in. */
@NullMarked
package io.korests.audit;

import org.jspecify.annotations.NullMarked;
