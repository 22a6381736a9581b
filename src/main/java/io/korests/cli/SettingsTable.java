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
    private final Map<String, String> rows = new LinkedHashMap<>();

    private SettingsTable() {}

    /** @param provider null unless the mode is oidc */
    static Map<String, String> of(StsProperties properties, @Nullable IdentityProvider provider) {
        SettingsTable table = new SettingsTable();
        CallerProperties caller = properties.caller();
        table.rows.put("sts.caller.mode", mode(caller));
        switch (Objects.requireNonNull(caller.mode())) {
            case OPEN -> {}
            case GATEWAY -> table.add(caller.gateway());
            case OIDC -> table.add(caller.oidc(), Objects.requireNonNull(provider));
        }
        table.rows.put("sts.cors.allowed-origins", list(properties.cors().allowedOrigins()));
        table.rows.put("sts.default-client", Objects.requireNonNullElse(properties.defaultClient(), "not set"));
        return table.rows;
    }

    static String mode(CallerProperties caller) {
        return Objects.requireNonNull(caller.mode()).name().toLowerCase(Locale.ROOT);
    }

    private void add(CallerProperties.Gateway gateway) {
        rows.put("sts.caller.gateway.identity-header", gateway.identityHeader());
        rows.put("sts.caller.gateway.secret-header", gateway.secretHeader());
        rows.put("sts.caller.gateway.secret", gateway.secret() == null ? "not set" : "set");
        rows.put("sts.caller.gateway.previous-secret", gateway.previousSecret() == null ? "not set" : "set");
        rows.put("sts.caller.gateway.trusted-proxies", list(gateway.trustedProxies()));
    }

    private void add(CallerProperties.Oidc oidc, IdentityProvider provider) {
        rows.putAll(provider.settings());
        rows.put("sts.caller.oidc.identity-claim", list(oidc.identityClaim()));
        rows.put("sts.caller.oidc.trust-unverified-email", Boolean.toString(oidc.trustUnverifiedEmail()));
        rows.put("sts.caller.oidc.clock-skew", oidc.clockSkew().toSeconds() + "s");
    }

    private static String list(List<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }
}
