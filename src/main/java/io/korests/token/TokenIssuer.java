package io.korests.token;

import io.korests.RequestClaim;
import io.korests.caller.Caller;
import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import io.korests.token.SubjectRules.Subject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The story of a token. Safe for use by many threads. */
public final class TokenIssuer {
    private final ClientRegistry clients;
    private final SubjectRules subjects;
    private final RateLimit rateLimit;
    private final ClaimsBuilder claimsBuilder;
    private final Supplier<String> randomIds;
    private final JwtSigner signer = new JwtSigner();

    /** @param randomIds texts of at least 128 random bits */
    TokenIssuer(
            ClientRegistry clients,
            SubjectRules subjects,
            RateLimit rateLimit,
            ClaimsBuilder claimsBuilder,
            Supplier<String> randomIds) {
        this.clients = clients;
        this.subjects = subjects;
        this.rateLimit = rateLimit;
        this.claimsBuilder = claimsBuilder;
        this.randomIds = randomIds;
    }

    /**
     * @param attempt records what becomes known on the way, for the audit
     * @return the token in compact form
     * @throws RefusedException if this request gets none
     */
    String issue(StsRequest request, Caller caller, Attempts.Recorder attempt) {
        attempt.requireReady();
        subjects.requireProof(request, caller);
        ClientApp client = client(request.clientId(), caller);
        attempt.client(client);
        requireAllowedClaims(client, request, caller);
        Subject subject = subjects.settle(client, request, caller);
        attempt.subject(subject);
        rateLimit.require(client, caller, attempt.peer());
        String tokenId = tokenId(client);
        String token = signer.sign(claimsBuilder.build(client, subject, request, tokenId), client);
        attempt.granted(token, tokenId);
        return token;
    }

    /**
     * A token as the client's anonymous users get it, about nobody, to try the client at the platform.
     *
     * @throws RefusedException if the key is kept elsewhere and cannot be reached in time
     */
    public String issueTrial(ClientApp client) {
        Subject nobody = new Subject(randomIds.get(), true, null);
        return signer.sign(claimsBuilder.build(client, nobody, StsRequest.EMPTY, tokenId(client)), client);
    }

    private @Nullable String tokenId(ClientApp client) {
        return client.policy().jti() ? randomIds.get() : null;
    }

    private ClientApp client(@Nullable String clientId, Caller caller) {
        ClientApp client = clients.find(clientId);
        if (client == null) {
            throw SubjectRules.aboutClient(
                    caller,
                    Refusal.UNKNOWN_CLIENT,
                    clientId == null
                            ? "clientId is required: this service has several clients and no default one."
                            : "clientId is not one of this service's clients.");
        }
        return client;
    }

    private static void requireAllowedClaims(ClientApp client, StsRequest request, Caller caller) {
        for (RequestClaim claim : RequestClaim.values()) {
            if (request.sets(claim) && !client.policy().allows(claim)) {
                throw SubjectRules.aboutClient(
                        caller,
                        Refusal.CLAIM_NOT_ALLOWED,
                        claim.claimName()
                                + " may not be set by a request: the client's allowed-claims does not list it.");
            }
        }
    }
}
