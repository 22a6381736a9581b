package io.korests.token;

import org.jspecify.annotations.Nullable;

/**
 * A claims set, ready to sign.
 *
 * @param json its UTF-8 JSON
 * @param tokenId its {@code jti}, or null
 */
@SuppressWarnings("ArrayRecordComponent")
record Claims(byte[] json, @Nullable String tokenId) {

    @Override
    public String toString() {
        return "claims";
    }
}
