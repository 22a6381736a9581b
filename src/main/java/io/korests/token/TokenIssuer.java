package io.korests.token;

import io.korests.caller.Caller;
import io.korests.client.ClientApp;
import io.korests.client.ClientApps;
import io.korests.client.RequestClaim;
import io.korests.key.EncryptionKey;
import org.jspecify.annotations.Nullable;

/** The story of a token. Safe for use by many threads. */
final class TokenIssuer {

    private final ClientApps clients;
    private final SubjectRules subjects;
    private final RateLimit rateLimit;
    private final ClaimsBuilder claimsBuilder;

    TokenIssuer(ClientApps clients, SubjectRules subjects, RateLimit rateLimit, ClaimsBuilder claimsBuilder) {
        this.clients = clients;
        this.subjects = subjects;
        this.rateLimit = rateLimit;
        this.claimsBuilder = claimsBuilder;
    }

    /**
     * @param attempt is told what is found out on the way, for the audit
     * @return the token in compact form
     * @throws TokenRefusedException if this request gets none
     * @throws io.korests.key.SigningUnavailableException if the key is kept elsewhere and cannot be reached
     */
    String issue(StsRequest request, Caller caller, AttemptNotes attempt) {
        ClientApp client = client(request.clientId());
        attempt.client(client);
        requireAllowedClaims(client, request);
        Subject subject = subjects.settle(client, request, caller);
        attempt.subject(subject);
        rateLimit.require(client, caller, attempt.peer());
        Claims claims = claimsBuilder.build(client, subject, request);
        attempt.tokenId(claims.tokenId());
        String signed = JwtMinter.mint(claims, client.signingKey());
        EncryptionKey encryption = client.encryption();
        return encryption == null ? signed : encryption.encrypt(signed);
    }

    private ClientApp client(@Nullable String clientId) {
        ClientApp client = clients.find(clientId);
        if (client == null) {
            throw new TokenRefusedException(
                    Refusal.UNKNOWN_CLIENT,
                    clientId == null
                            ? "clientId is required: this service has several clients and no default one."
                            : "clientId is not one of this service's clients.");
        }
        return client;
    }

    private static void requireAllowedClaims(ClientApp client, StsRequest request) {
        RequestClaim claim = request.firstClaimNotIn(client.policy().allowed());
        if (claim != null) {
            throw new TokenRefusedException(
                    Refusal.CLAIM_NOT_ALLOWED,
                    claim.claimName() + " may not be set by a request: sts.clients." + client.name()
                            + ".allowed-claims does not list it.");
        }
    }
}
