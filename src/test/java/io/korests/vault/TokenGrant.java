package io.korests.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a role or a request for a token says about the tokens to issue.
 *
 * @param policies besides {@code default}, which every token has
 * @param ttl zero for Vault's default of 768 hours
 * @param maxTtl the age no renewal leads beyond; zero for 768 hours
 * @param period if not zero, each renewal lasts that long and the age has no limit
 * @param batch whether tokens are batch tokens: not renewable, no accessor
 * @see <a href="https://developer.hashicorp.com/vault/docs/concepts/tokens">Tokens</a>
 */
record TokenGrant(
        List<String> policies, Duration ttl, Duration maxTtl, Duration period, boolean renewable, boolean batch) {

    private static final Duration SYSTEM_MAX = Duration.ofHours(768);

    static TokenGrant of(VaultRequest request) {
        List<String> policies = new ArrayList<>(request.texts("token_policies", "policies"));
        if (!policies.contains("root") && !policies.contains("default")) {
            policies.add("default");
        }
        boolean batch = (request.text("token_type") + request.text("type")).equals("batch");
        return new TokenGrant(
                List.copyOf(policies),
                request.duration("token_ttl", "ttl"),
                request.duration("token_max_ttl", "explicit_max_ttl"),
                request.duration("token_period", "period"),
                request.body().path("renewable").asBoolean(true) && !batch,
                batch);
    }

    static TokenGrant root() {
        return new TokenGrant(List.of("root"), Duration.ZERO, Duration.ZERO, Duration.ZERO, false, false);
    }

    /** How long a token lasts that was issued or renewed when it was {@code age} old. */
    Duration lifetime(Duration age) {
        if (!period.isZero()) {
            return period;
        }
        Duration limit = (maxTtl.isZero() ? SYSTEM_MAX : maxTtl).minus(age);
        Duration wanted = ttl.isZero() ? SYSTEM_MAX : ttl;
        return wanted.compareTo(limit) < 0 ? wanted : limit;
    }
}
