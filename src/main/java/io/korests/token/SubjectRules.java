package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles whom a token may be about. Whoever may choose this freely may read another person's conversation, so each rule here
 * is a guard.
 */
final class SubjectRules {
    private final Supplier<String> randomIds;
    private final AnonymousTokenVerifier anonymousTokens;

    /** @param randomIds texts of at least 128 random bits */
    SubjectRules(Supplier<String> randomIds, AnonymousTokenVerifier anonymousTokens) {
        this.randomIds = randomIds;
        this.anonymousTokens = anonymousTokens;
    }

    /** @throws RefusedException if the caller may not have a token about anyone, or not about this one */
    Subject settle(ClientApp client, StsRequest request, Caller caller) {
        if (request.anonymous() && !client.policy().anonymous()) {
            throw Refusal.ANONYMOUS_NOT_ALLOWED.because(
                    "This client has no anonymous users: isAnonymous must be false.");
        }
        String identity = caller.method() == AuthenticationMethod.OPEN ? chosen(request) : proven(request, caller);
        String merged = anonymousTokens.merged(client, request);
        return new Subject(identity, request.anonymous(), merged == null ? request.identityToMerge() : merged);
    }

    private String chosen(StsRequest request) {
        if (request.identity() != null) {
            return request.identity();
        }
        if (request.anonymous()) {
            return randomIds.get();
        }
        throw Refusal.MISSING_IDENTITY.because(
                "identity is required: the id of the user in your company, such as an e-mail address.");
    }

    private String proven(StsRequest request, Caller caller) {
        String proven = caller.identity() == null ? null : Identity.fromText("The proven identity", caller.identity());
        if (request.anonymous() && request.identity() == null) {
            return randomIds.get();
        }
        if (proven == null) {
            throw Refusal.UNPROVEN_CALLER.because(
                    "Who the user is has not been proven: sign on first, then ask again.");
        }
        if (request.identity() != null && !request.identity().equals(proven)) {
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
