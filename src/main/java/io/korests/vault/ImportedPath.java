package io.korests.vault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.Secrets;

/**
 * What is known of a path that is imported from Vault.
 *
 * @param secrets the last that were read
 * @param failure why they could not be read again, or null
 * @param revoked whether they were deleted on purpose
 * @param reading the number of the reading that this comes from
 */
record ImportedPath(Secrets secrets, @Nullable String failure, boolean revoked, int reading) {

    private static final Pattern CLIENT = Pattern.compile("sts\\.clients\\.([^.\\[]+)\\..*");

    static ImportedPath read(Secrets secrets, int reading) {
        return new ImportedPath(secrets, null, false, reading);
    }

    ImportedPath failed(String cause, int now) {
        return new ImportedPath(secrets, cause, revoked, now);
    }

    ImportedPath revoked(int now) {
        return new ImportedPath(secrets, null, true, now);
    }

    /** Names of the clients that the secrets belong to. */
    Stream<String> clients() {
        return secrets.getRequiredData().keySet().stream()
                .map(CLIENT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct();
    }

    /** Redacts the secrets. */
    @Override
    public String toString() {
        return "ImportedPath" + clients().toList();
    }
}
