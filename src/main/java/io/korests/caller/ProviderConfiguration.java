package io.korests.caller;

import io.korests.StsProperties;
import java.util.List;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;

/** What is asked of the identity provider's tokens beyond Boot's own {@code spring.security.oauth2.resourceserver.jwt}. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(OAuth2ResourceServerAutoConfiguration.class)
@ConditionalOnProperty(name = "sts.caller.mode", havingValue = "oidc")
class ProviderConfiguration {

    /** Spring's own takes a token without {@code exp}, which would be good for ever. */
    @Bean
    JwtTimestampValidator timestamps(StsProperties properties) {
        JwtTimestampValidator validator =
                new JwtTimestampValidator(properties.caller().oidc().clockSkew());
        validator.setAllowEmptyExpiryClaim(false);
        return validator;
    }

    /** ID tokens, and access tokens by RFC 9068, which Spring's own refuses; nothing else, a logout token for one. */
    @Bean
    JwtTypeValidator types() {
        JwtTypeValidator validator = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        validator.setAllowEmpty(true);
        return validator;
    }

    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer providerKeys() {
        return new ProviderKeys();
    }
}
