package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.util.function.Supplier;

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
            throw new RefusedException(
                    Refusal.ANONYMOUS_NOT_ALLOWED, "This client has no anonymous users: isAnonymous must be false.");
        }
        Subject subject = subject(request, caller);
        String merged = anonymousTokens.merged(client, request, subject);
        return merged == null ? subject : new Subject(subject.identity(), subject.anonymous(), merged);
    }

    private Subject subject(StsRequest request, Caller caller) {
        if (caller.method() == AuthenticationMethod.OPEN) {
            return chosenByRequest(request);
        }
        String identity =
                caller.identity() == null ? null : Identity.fromText("The proven identity", caller.identity());
        return identity == null ? unproven(request) : proven(request, identity);
    }

    private Subject chosenByRequest(StsRequest request) {
        if (request.identity() != null) {
            return new Subject(request.identity(), request.anonymous(), request.identityToMerge());
        }
        if (request.anonymous()) {
            return anonymous(request);
        }
        throw new RefusedException(
                Refusal.MISSING_IDENTITY,
                "identity is required: the id of the user in your company, such as an e-mail address.");
    }

    private Subject unproven(StsRequest request) {
        if (request.anonymous() && request.identity() == null) {
            return anonymous(request);
        }
        throw new RefusedException(
                Refusal.UNPROVEN_CALLER, "Who the user is has not been proven: sign on first, then ask again.");
    }

    private Subject proven(StsRequest request, String identity) {
        if (request.identity() != null && !request.identity().equals(identity)) {
            throw new RefusedException(
                    Refusal.IDENTITY_MISMATCH,
                    "identity is not the one that was proven: leave it out, or send the same.");
        }
        if (request.anonymous() && request.identity() == null) {
            return anonymous(request);
        }
        return new Subject(identity, request.anonymous(), request.identityToMerge());
    }

    private Subject anonymous(StsRequest request) {
        return new Subject(randomIds.get(), true, request.identityToMerge());
    }
}
