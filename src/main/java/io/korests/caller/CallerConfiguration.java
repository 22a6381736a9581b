package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.korests.config.ConfigurationErrors;
import io.korests.config.WrongConfigurationException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class CallerConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CallerConfiguration.class);
    private static final String FORWARDED = "server.forward-headers-strategy";

    /** Boot installs Tomcat's RemoteIpValve for each of them, whatever the strategy. */
    private static final List<String> REMOTE_IP =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    @Bean
    CallerCheck callerCheck(
            StsProperties sts, ObjectProvider<BearerTokenVerifier> bearerTokens, Environment environment) {
        CallerProperties properties = sts.caller();
        return switch (Objects.requireNonNull(properties.mode())) {
            case OPEN -> new OpenCallerCheck();
            case GATEWAY -> new GatewayCallerCheck(properties.gateway(), proxies(properties.gateway(), environment));
            case OIDC -> new OidcCallerCheck(bearerTokens.getObject());
        };
    }

    private static @Nullable TrustedProxies proxies(CallerProperties.Gateway gateway, Environment environment) {
        if (gateway.trustedProxies().isEmpty()) {
            return null;
        }
        requirePeersOwnAddress(environment);
        if (gateway.trustsNearlyEveryone()) {
            log.warn("sts.caller.gateway.trusted-proxies takes in nearly every address, so that the secret alone is the"
                    + " gateway's proof: list the gateway's own addresses");
        }
        try {
            return new TrustedProxies(gateway.trustedProxies());
        } catch (IllegalArgumentException exception) {
            throw new WrongConfigurationException(ConfigurationErrors.about("sts.caller.gateway", exception));
        }
    }

    private static void requirePeersOwnAddress(Environment environment) {
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

    /** Ignores credentials, an {@code Authorization} header too: the request names the user. */
    private static final class OpenCallerCheck implements CallerCheck {
        OpenCallerCheck() {
            log.warn("sts.caller.mode is open: whoever can reach this service can get a token for any identity,"
                    + " and with it read that user's conversation; use gateway or oidc for anything but development");
        }

        @Override
        public Caller identify(HttpServletRequest request) {
            return Caller.OPEN;
        }

        /** Never sent: no caller is unauthenticated here. */
        @Override
        public String challenge(HttpServletRequest request) {
            return "";
        }
    }
}
