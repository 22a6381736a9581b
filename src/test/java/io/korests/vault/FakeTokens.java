package io.korests.vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The token store and its API below {@code auth/token/}: create, look up, renew, revoke.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/token">Token auth method API</a>
 */
final class FakeTokens implements FakeEngine {

    private final Map<String, FakeToken> tokens = new ConcurrentHashMap<>();
    private final Clock clock;

    FakeTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return "token";
    }

    FakeToken issue(TokenGrant grant, String path) {
        Instant now = clock.instant();
        boolean endless = grant.policies().contains("root");
        String accessor = grant.batch() ? "" : random(24);
        FakeToken token = new FakeToken(
                (grant.batch() ? "hvb." : "hvs.") + random(32),
                accessor,
                path,
                grant,
                now,
                endless ? null : now.plus(grant.lifetime(Duration.ZERO)));
        tokens.put(token.id(), token);
        return token;
    }

    /** The token if it is known and has not ended. */
    Optional<FakeToken> find(String id) {
        return Optional.ofNullable(tokens.get(id)).filter(token -> token.aliveAt(clock.instant()));
    }

    /** Ends every token but root's. */
    void revokeAll() {
        tokens.values().removeIf(token -> token.expires() != null);
    }

    /** What a login answers: a new token. */
    VaultAnswer login(TokenGrant grant, String path) {
        FakeToken token = issue(grant, path);
        return VaultAnswer.auth(token.toAuth(token.issued()));
    }

    @Override
    public VaultAnswer answer(VaultRequest request) {
        return switch (request.path()) {
            case "create", "create-orphan" -> login(TokenGrant.of(request), "auth/token/create");
            case "lookup-self" -> lookUp(request.token());
            case "lookup" -> lookUp(request.text("token"));
            case "renew-self" -> renew(request.token());
            case "renew" -> renew(request.text("token"));
            case "revoke-self" -> revoke(request.token());
            case "revoke" -> revoke(request.text("token"));
            case "revoke-accessor" -> revokeAccessor(request.text("accessor"));
            default -> VaultAnswer.unsupported();
        };
    }

    private VaultAnswer lookUp(String id) {
        return find(id).map(token -> VaultAnswer.data(token.toData(clock.instant())))
                .orElseGet(() -> VaultAnswer.errors(403, "bad token"));
    }

    private VaultAnswer renew(String id) {
        FakeToken token = find(id).orElse(null);
        if (token == null) {
            return VaultAnswer.errors(403, "bad token");
        }
        if (!token.grant().renewable()) {
            return VaultAnswer.errors(400, "lease is not renewable");
        }
        Instant now = clock.instant();
        Instant end = now.plus(token.grant().lifetime(Duration.between(token.issued(), now)));
        FakeToken renewed =
                new FakeToken(token.id(), token.accessor(), token.path(), token.grant(), token.issued(), end);
        tokens.put(id, renewed);
        return VaultAnswer.auth(renewed.toAuth(now));
    }

    private VaultAnswer revoke(String id) {
        tokens.remove(id);
        return VaultAnswer.noContent();
    }

    private VaultAnswer revokeAccessor(String accessor) {
        boolean found = tokens.values().removeIf(token -> token.accessor().equals(accessor));
        return found ? VaultAnswer.noContent() : VaultAnswer.errors(400, "invalid accessor");
    }

    private static String random(int length) {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").substring(0, length);
    }
}
