package io.korests.cli;

import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.korests.caller.IdentityProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings that decide who gets a token, beside those of the clients. Of a secret it says whether it is set. */
final class SettingsTable {
    private SettingsTable() {}

    /** @param provider null unless the mode is oidc */
    static Map<String, String> of(StsProperties properties, @Nullable IdentityProvider provider) {
        Map<String, String> rows = new LinkedHashMap<>();
        CallerProperties caller = properties.caller();
        rows.put("sts.caller.mode", mode(caller));
        switch (Objects.requireNonNull(caller.mode())) {
            case OPEN -> {}
            case GATEWAY -> add(rows, caller.gateway());
            case OIDC -> add(rows, caller.oidc(), Objects.requireNonNull(provider));
        }
        rows.put("sts.cors.allowed-origins", list(properties.cors().allowedOrigins()));
        rows.put("sts.default-client", Objects.requireNonNullElse(properties.defaultClient(), "not set"));
        return rows;
    }

    static String mode(CallerProperties caller) {
        return Objects.requireNonNull(caller.mode()).name().toLowerCase(Locale.ROOT);
    }

    private static void add(Map<String, String> rows, CallerProperties.Gateway gateway) {
        rows.put("sts.caller.gateway.identity-header", gateway.identityHeader());
        rows.put("sts.caller.gateway.secret-header", gateway.secretHeader());
        rows.put("sts.caller.gateway.secret", gateway.secret() == null ? "not set" : "set");
        rows.put("sts.caller.gateway.previous-secret", gateway.previousSecret() == null ? "not set" : "set");
        rows.put("sts.caller.gateway.trusted-proxies", list(gateway.trustedProxies()));
    }

    private static void add(Map<String, String> rows, CallerProperties.Oidc oidc, IdentityProvider provider) {
        rows.putAll(provider.settings());
        rows.put("sts.caller.oidc.identity-claim", list(oidc.identityClaim()));
        rows.put("sts.caller.oidc.trust-unverified-email", Boolean.toString(oidc.trustUnverifiedEmail()));
        rows.put("sts.caller.oidc.clock-skew", oidc.clockSkew().toSeconds() + "s");
    }

    private static String list(List<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }
}
