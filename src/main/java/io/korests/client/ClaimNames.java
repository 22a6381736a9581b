package io.korests.client;

/** Under which names issuer, subject and token id travel: some identity set-ups have {@code iss}, {@code sub} taken. */
public enum ClaimNames {
    /** {@code iss}, {@code sub}, {@code jti} (RFC 7519 §4.1). */
    STANDARD,
    /** {@code kore_iss}, {@code kore_sub}, {@code kore_jti} instead of them. */
    KORE,
    /** Both sets, with equal values. */
    BOTH;

    public boolean standard() {
        return this != KORE;
    }

    public boolean kore() {
        return this != STANDARD;
    }
}
