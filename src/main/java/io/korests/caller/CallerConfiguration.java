package io.korests.caller;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.korests.CallerProperties;
import io.korests.StsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.endpoint.event.RefreshEvent;
import org.springframework.context.ApplicationListener;
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
            case GATEWAY -> new GatewayCallerCheck(properties.gateway());
            case OIDC -> new OidcCallerCheck(bearerTokens.getObject());
        };
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

    /** Mode oidc: the source of the identity provider's keys, and the checks of its tokens. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ProviderProperties.class)
    @ConditionalOnProperty(name = "sts.caller.mode", havingValue = "oidc")
    static class Oidc {
        private static final Duration LIFETIME = Duration.ofMinutes(5);
        private static final Duration START = Duration.ofSeconds(3);

        @Bean
        ProviderKeys providerKeys(
                ProviderProperties provider, StsProperties properties, SslBundles bundles, MeterRegistry metrics) {
            String bundle = properties.caller().oidc().sslBundle();
            SSLContext tls = bundle == null ? null : bundles.getBundle(bundle).createSslContext();
            String issuer = provider.issuerUri();
            ProviderKeySet keySet = issuer == null ? null : new ProviderKeySet(issuer, provider.jwkSetUri(), tls);
            ProviderKeys keys = new ProviderKeys(keySet, LIFETIME, metrics);
            if (keySet == null) {
                keys.succeeded(new JWKSet(new RSAKey.Builder(provider.publicKey()).build()));
            }
            keys.readNow(START);
            return keys;
        }

        @Bean
        IdentityProvider identityProvider(ProviderProperties provider, ProviderKeys keys) {
            return new IdentityProvider(provider, keys);
        }

        @Bean
        BearerTokenVerifier bearerTokenVerifier(
                ProviderKeys keys, ProviderProperties provider, StsProperties properties, InstantSource clock) {
            return new BearerTokenVerifier(keys, provider, properties.caller().oidc(), clock);
        }

        /** On {@code POST /actuator/refresh}. */
        @Bean
        ApplicationListener<RefreshEvent> providerKeysRefresh(ProviderKeys keys) {
            return requested -> keys.readNow(START);
        }
    }
}
