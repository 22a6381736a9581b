package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.korests.config.ConfigurationErrors;
import io.korests.config.WrongConfigurationException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.JwtDecoder;

@Configuration(proxyBeanMethods = false)
class CallerConfiguration {

    private static final String FORWARDED = "server.forward-headers-strategy";
    private static final List<String> REMOTE_IP =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");
    private static final Logger log = LoggerFactory.getLogger(CallerConfiguration.class);

    @Bean
    CallerCheck callerCheck(StsProperties sts, ObjectProvider<JwtDecoder> decoder, Environment environment) {
        CallerProperties properties = sts.caller();
        return switch (Objects.requireNonNull(properties.mode())) {
            case OPEN -> open();
            case GATEWAY -> gateway(properties.gateway(), environment);
            case OIDC ->
                new OidcCallerCheck(decoder.getObject(), properties.oidc().identityClaim());
        };
    }

    private static CallerCheck open() {
        log.warn("sts.caller.mode is open: whoever can reach this service can get a token for any identity,"
                + " and with it read that user's conversation; use gateway or oidc for anything but development");
        return new OpenCallerCheck();
    }

    private static CallerCheck gateway(CallerProperties.Gateway gateway, Environment environment) {
        GatewaySecret secret = gateway.secret() == null
                ? null
                : new GatewaySecret(gateway.secretHeader(), gateway.secret(), gateway.previousSecret());
        return new GatewayCallerCheck(gateway, secret, proxies(gateway, environment));
    }

    private static @Nullable TrustedProxies proxies(CallerProperties.Gateway gateway, Environment environment) {
        if (gateway.trustedProxies().isEmpty()) {
            return null;
        }
        requirePeersOwnAddress(environment);
        try {
            return new TrustedProxies(gateway.trustedProxies());
        } catch (IllegalArgumentException exception) {
            throw new WrongConfigurationException(ConfigurationErrors.about("sts.caller.gateway", exception));
        }
    }

    /** Boot sets up Tomcat's RemoteIpValve for each of these headers too, whatever the strategy says. */
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

    private static WrongConfigurationException forwarded(String property, String mend) {
        return new WrongConfigurationException(property + " lets X-Forwarded-For stand in for the peer's address,"
                + " which sts.caller.gateway.trusted-proxies relies on: " + mend
                + ", or use sts.caller.gateway.secret instead of trusted-proxies");
    }
}
