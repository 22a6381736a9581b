package io.korests.token;

import org.jspecify.annotations.Nullable;

/**
 * Whom a token is about.
 *
 * @param identity becomes {@code sub}
 * @param merged the anonymous identity to fold into this one; becomes {@code identityToMerge}
 */
record Subject(String identity, boolean anonymous, @Nullable String merged) {

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return anonymous ? "anonymous subject" : "subject";
    }
}
