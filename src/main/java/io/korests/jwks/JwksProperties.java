package io.korests.jwks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The published public keys.
 *
 * @param enabled whether /.well-known/jwks.json and /.well-known/{client}.pem are served
 */
@ConfigurationProperties(prefix = "sts.jwks", ignoreUnknownFields = false)
public record JwksProperties(@DefaultValue("true") boolean enabled) {}
