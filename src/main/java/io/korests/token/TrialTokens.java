package io.korests.token;

import io.korests.client.ClientApp;
import io.korests.problem.RefusedException;
import io.korests.token.SubjectRules.Subject;
import java.util.function.Supplier;

/** Mints tokens that nobody asked for, to try a client at the platform. Safe for use by many threads. */
public final class TrialTokens {
    private final ClaimsBuilder claims;
    private final Supplier<String> randomIds;
    private final JwtSigner signer = new JwtSigner();

    TrialTokens(ClaimsBuilder claims, Supplier<String> randomIds) {
        this.claims = claims;
        this.randomIds = randomIds;
    }

    /**
     * A token as the client's anonymous users get it, about nobody.
     *
     * @throws RefusedException if the key is kept elsewhere and cannot be reached in time
     */
    public String mint(ClientApp client) {
        Subject nobody = new Subject(randomIds.get(), true, null);
        String tokenId = client.policy().jti() ? randomIds.get() : null;
        return signer.sign(claims.build(client, nobody, StsRequest.EMPTY, tokenId), client);
    }
}
