/**
 * Text from the configuration becomes keys here: signing keys, encryption keys, their algorithms and their published public
 * halves. Key material enters as text and leaves only as signatures, ciphertexts, fingerprints and public keys.
 *
 * <p>{@code client}, {@code token} and {@code jwks} call in; this package knows none of them.
 */
@NullMarked
package io.korests.key;

import org.jspecify.annotations.NullMarked;
