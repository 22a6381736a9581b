package io.korests.caller;

import io.korests.CallerProperties;
import io.korests.StsProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallerConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CallerConfiguration.class);

    @Bean
    CallerCheck callerCheck(StsProperties sts, ObjectProvider<BearerTokenVerifier> bearerTokens) {
        CallerProperties properties = sts.caller();
        return switch (Objects.requireNonNull(properties.mode())) {
            case OPEN -> new OpenCallerCheck();
            case GATEWAY -> new GatewayCallerCheck(properties.gateway(), proxies(properties.gateway()));
            case OIDC -> new OidcCallerCheck(bearerTokens.getObject());
        };
    }

    private static @Nullable TrustedProxies proxies(CallerProperties.Gateway gateway) {
        if (gateway.trustsNearlyEveryone()) {
            log.warn("sts.caller.gateway.trusted-proxies takes in nearly every address, so that the secret alone is the"
                    + " gateway's proof: list the gateway's own addresses");
        }
        return gateway.trustedProxies().isEmpty() ? null : new TrustedProxies(gateway.trustedProxies());
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
