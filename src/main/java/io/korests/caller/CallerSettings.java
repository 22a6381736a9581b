package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.CallerProperties.Mode;
import io.korests.config.SettingsCheck;
import io.korests.config.WrongConfigurationException;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Refuses what would let callers prove who they are by less than is configured. */
final class CallerSettings implements SettingsCheck {
    private static final String FORWARDED = "server.forward-headers-strategy";

    /** Boot installs Tomcat's RemoteIpValve for each of them, whatever the strategy. */
    private static final List<String> REMOTE_IP =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    @Override
    public void require(Environment environment) {
        Binder binder = Binder.get(environment);
        CallerProperties caller = binder.bindOrCreate("sts.caller", CallerProperties.class);
        if (caller.mode() == Mode.GATEWAY) {
            requireProxies(caller.gateway().trustedProxies(), environment);
        }
        if (caller.mode() == Mode.OIDC) {
            ProviderProperties provider = binder.bindOrCreate(ProviderProperties.PREFIX, ProviderProperties.class);
            if (provider.issuerUri() == null) {
                provider.publicKey();
            }
        }
    }

    private static void requireProxies(List<String> ranges, Environment environment) {
        new TrustedProxies(ranges);
        if (ranges.isEmpty()) {
            return;
        }
        if (!environment.getProperty(FORWARDED, "none").equalsIgnoreCase("none")) {
            throw forwarded(FORWARDED, "set it to none");
        }
        for (String header : REMOTE_IP) {
            if (!environment.getProperty(header, "").isBlank()) {
                throw forwarded(header, "remove it");
            }
        }
    }

    private static WrongConfigurationException forwarded(String property, String fix) {
        return new WrongConfigurationException(property + " lets X-Forwarded-For replace the peer's address,"
                + " which sts.caller.gateway.trusted-proxies relies on: " + fix
                + ", or use sts.caller.gateway.secret instead of trusted-proxies");
    }
}
