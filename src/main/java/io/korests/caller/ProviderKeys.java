package io.korests.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder;
import org.springframework.web.client.RestTemplate;

/**
 * How the identity provider's keys are kept. Spring's own way forgets them five minutes after they were read, so that with the
 * provider away nobody gets in, and asks the provider again for every token with an unknown key id, which anybody can send.
 * Here known keys last until the provider says otherwise, and it is asked about unknown ones twice in half a minute at most.
 */
final class ProviderKeys implements JwkSetUriJwtDecoderBuilderCustomizer {

    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Duration readAgain;
    private final Duration betweenReadings;

    ProviderKeys() {
        this(Duration.ofMinutes(5), Duration.ofSeconds(30));
    }

    /**
     * @param readAgain how old known keys become before the provider is asked for them again
     * @param betweenReadings in which time the provider is asked twice at most
     */
    ProviderKeys(Duration readAgain, Duration betweenReadings) {
        this.readAgain = readAgain;
        this.betweenReadings = betweenReadings;
    }

    @Override
    public void customize(JwkSetUriJwtDecoderBuilder builder) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        builder.restOperations(new RestTemplate(requests)).jwtProcessorCustomizer(this::keepKeys);
    }

    private void keepKeys(ConfigurableJWTProcessor<SecurityContext> processor) {
        if (processor.getJWSKeySelector() instanceof JWSVerificationKeySelector<SecurityContext> selector) {
            JWKSource<SecurityContext> keys = lasting(reader(selector.getJWKSource()));
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(allowed(selector), keys));
            return;
        }
        throw new IllegalStateException("Spring Security's JwtDecoder is built another way than this class knows");
    }

    /** Those of spring.security.oauth2.resourceserver.jwt.jws-algorithms; an HMAC is never among them. */
    private static Set<JWSAlgorithm> allowed(JWSVerificationKeySelector<SecurityContext> selector) {
        return JWSAlgorithm.Family.SIGNATURE.stream()
                .filter(selector::isAllowed)
                .collect(Collectors.toSet());
    }

    private JWKSource<SecurityContext> lasting(JWKSetSource<SecurityContext> reader) {
        return JWKSourceBuilder.create(reader)
                .outageTolerant(
                        Long.MAX_VALUE,
                        outage -> log.warn(
                                "The identity provider's keys cannot be read now: those already known are kept"))
                .rateLimited(betweenReadings.toMillis())
                .refreshAheadCache(false)
                .cache(readAgain.toMillis(), LONGEST_WAIT.toMillis())
                .build();
    }

    /** What reads the keys over HTTP, without the cache that Spring has put around it. */
    private static JWKSetSource<SecurityContext> reader(JWKSource<SecurityContext> source) {
        if (source instanceof JWKSetBasedJWKSource<SecurityContext> sets
                && sets.getJWKSetSource() instanceof JWKSetSourceWrapper<SecurityContext> cache) {
            return new Reader(cache.getSource());
        }
        throw new IllegalStateException("Spring Security keeps the provider's keys another way than this class knows");
    }

    /** Says in Nimbus's words that the provider is away: Spring's reader says it in its own, for which no outage is tolerated. */
    private record Reader(JWKSetSource<SecurityContext> spring) implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long time, SecurityContext context)
                throws KeySourceException {
            try {
                return spring.getJWKSet(evaluator, time, context);
            } catch (RemoteKeySourceException away) {
                throw new JWKSetUnavailableException("the keys cannot be read", away);
            }
        }

        @Override
        public void close() throws IOException {
            spring.close();
        }
    }
}
