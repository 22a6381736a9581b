/**
 * Opens signing and encryption keys, and publishes their public halves. Key material enters as text and leaves only as
 * signatures, ciphertexts, fingerprints and public keys.
 */
@NullMarked
package io.korests.key;

import org.jspecify.annotations.NullMarked;
