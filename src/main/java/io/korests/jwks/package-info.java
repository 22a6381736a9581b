/**
 * The public keys of clients that sign with RSA, for whoever verifies their tokens: as a JWK set and as PEM.
 *
 * <p>Apart from {@code key}, which may not know {@code client}; nothing calls in, and it calls {@code client}, {@code key} and,
 * for the form of a refusal, {@code token}.
 */
@NullMarked
package io.korests.jwks;

import org.jspecify.annotations.NullMarked;
