/** The public keys of clients that sign with RSA, as a JWK set and as PEM, for verifiers of their tokens. Nobody calls in. */
@NullMarked
package io.korests.jwks;

import org.jspecify.annotations.NullMarked;
