package io.korests.playground;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The page for developers at {@code /playground/}.
 *
 * @param enabled whether it is served; it names the clients to whoever can reach the service
 */
@ConfigurationProperties(prefix = "sts.playground", ignoreUnknownFields = false)
record PlaygroundProperties(@DefaultValue("false") boolean enabled) {}
