package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.caller.Cause;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles whom a token may be about. Whoever may choose this freely may read another person's conversation, so each rule here
 * is a guard.
 */
final class SubjectRules {
    private final Supplier<String> randomIds;
    private final boolean ignoreCase;
    private final AnonymousTokenVerifier anonymousTokens;

    /**
     * @param randomIds texts of at least 128 random bits
     * @param ignoreCase whether the body may name the proven identity in other letter case
     */
    SubjectRules(Supplier<String> randomIds, boolean ignoreCase, AnonymousTokenVerifier anonymousTokens) {
        this.randomIds = randomIds;
        this.ignoreCase = ignoreCase;
        this.anonymousTokens = anonymousTokens;
    }

    /** @throws RefusedException if this request needs a proven user and there is none, whatever client it names */
    void requireProof(StsRequest request, Caller caller) {
        if (caller.cause() != null && !(request.anonymous() && request.identity() == null)) {
            throw unproven(caller.cause());
        }
    }

    /** A refusal that is about a client. An unproven caller gets the same one for every client, and for none. */
    static RefusedException aboutClient(Caller caller, Refusal refusal, String detail) {
        return caller.cause() == null ? refusal.because(detail) : unproven(caller.cause());
    }

    private static RefusedException unproven(Cause cause) {
        Refusal refusal = cause.refusal();
        if (cause == Cause.PROVIDER_UNREACHABLE) {
            return refusal.because(
                    "The identity provider's keys are being read or cannot be read now: ask again soon.");
        }
        if (cause == Cause.EMAIL_NOT_VERIFIED) {
            return refusal.because("You are signed on, but your e-mail address is not verified: verify it first.");
        }
        return refusal.because(
                refusal == Refusal.UNUSABLE_IDENTITY
                        ? "You are signed on, but what proves it names no user that can be used here: ask those who run"
                                + " the sign-on."
                        : "Who the user is has not been proven: sign on first, then ask again.");
    }

    /** @throws RefusedException if the caller may not have a token about anyone, or not about this one */
    Subject settle(ClientApp client, StsRequest request, Caller caller) {
        if (request.anonymous() && !client.policy().anonymous()) {
            throw aboutClient(
                    caller,
                    Refusal.ANONYMOUS_NOT_ALLOWED,
                    "This client has no anonymous users: isAnonymous must be false.");
        }
        String identity = identity(request, caller);
        return new Subject(identity, request.anonymous(), anonymousTokens.merged(client, request));
    }

    /** A proven identity is taken exactly as it was proven. */
    private String identity(StsRequest request, Caller caller) {
        String wanted = request.identity();
        if (request.anonymous() && wanted == null) {
            return randomIds.get();
        }
        if (caller.method() == AuthenticationMethod.OPEN) {
            if (wanted == null) {
                throw Refusal.MISSING_IDENTITY.because(
                        "identity is required: the id of the user in your company, such as an e-mail address.");
            }
            return wanted;
        }
        if (request.anonymous()) {
            throw Refusal.IDENTITY_MISMATCH.because(
                    "identity is not for anonymous users: leave it out, or set isAnonymous to false.");
        }
        String proven = Objects.requireNonNull(caller.identity());
        if (wanted != null && !(ignoreCase ? wanted.equalsIgnoreCase(proven) : wanted.equals(proven))) {
            throw Refusal.IDENTITY_MISMATCH.because(
                    "identity is not the one that was proven: leave it out, or send the same.");
        }
        return proven;
    }

    /**
     * Whom a token is about.
     *
     * @param identity becomes {@code sub}
     * @param merged the anonymous identity to fold into this one; becomes {@code identityToMerge}
     */
    record Subject(
            String identity, boolean anonymous, @Nullable String merged) {

        /** Says nothing of the person. */
        @Override
        public String toString() {
            return anonymous ? "anonymous subject" : "subject";
        }
    }
}
