package io.korests.client;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.PlaceholderResolutionException;

/** SHA-256 of all that is set of a client, by which to see whether that changed without keeping it. */
final class ClientHash {

    private ClientHash() {}

    static ByteBuffer of(List<ClientSection> sections, PlaceholdersResolver placeholders) {
        MessageDigest digest = sha256();
        for (ClientSection section : sections) {
            section.stream().sorted().forEach(name -> {
                String value = value(section, name, placeholders);
                digest.update((name + "=" + value.length() + ':' + value).getBytes(StandardCharsets.UTF_8));
            });
        }
        return ByteBuffer.wrap(digest.digest());
    }

    /** What does not resolve is hashed as it stands, and refused when it is bound. */
    private static String value(
            ClientSection section, ConfigurationPropertyName name, PlaceholdersResolver placeholders) {
        Object value = requireNonNull(section.getConfigurationProperty(name)).getValue();
        try {
            return String.valueOf(placeholders.resolvePlaceholders(value));
        } catch (PlaceholderResolutionException exception) {
            return String.valueOf(value);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }
}
