package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What keeps the identity provider's keys from being read: a closed list, each with one message that says what to check. */
enum ProviderTrouble {
    /** Connection refused, no route, unknown host, or a connection that broke. */
    UNREACHABLE("cannot be reached: check the address, the network and whether the provider runs"),
    SLOW("does not answer in time: check the network, and whether the provider is overloaded"),
    UNTRUSTED(
            "has a TLS certificate that is not trusted: set sts.caller.oidc.ssl-bundle to a bundle with its authority,"
                    + " or check that the address names the host of the certificate"),
    NO_TLS("does not speak TLS: check the address, and what stands between"),
    NOT_HTTPS("is not an https address: anyone on the way could replace the keys"),
    NO_ISSUER("has no discovery document: check " + ProviderProperties.PREFIX
            + ".issuer-uri, the realm or tenant in it above all"),
    OTHER_ISSUER("names another issuer, %s: set " + ProviderProperties.PREFIX
            + ".issuer-uri to that, if it is the one you mean"),
    SLASH("names the issuer %s, which differs by the slash at the end: set " + ProviderProperties.PREFIX
            + ".issuer-uri to exactly that"),
    NO_JWKS_URI("names no jwks_uri: set " + ProviderProperties.PREFIX + ".jwk-set-uri to the address of the keys"),
    NO_KEY_SET("has no key set: check " + ProviderProperties.PREFIX + ".jwk-set-uri"),
    FAILS("answers with status %s: see the provider's own log; redirects are not followed"),
    TOO_LARGE("answers with more than " + ProviderRequests.LARGEST
            + " bytes: check that the address leads to the provider"),
    UNREADABLE("does not answer with the JSON of a provider: check that the address leads to it, and not to a page");

    private static final int MOST_CHARACTERS = 200;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");

    private final String message;

    ProviderTrouble(String message) {
        this.message = message;
    }

    JWKSetUnavailableException at(URI address) {
        return at(address, "");
    }

    /** @param said by the provider; shown without what could deceive a terminal */
    JWKSetUnavailableException at(URI address, String said) {
        return new JWKSetUnavailableException(
                "The identity provider at " + address + ' ' + message.replace("%s", printable(said)));
    }

    static String printable(String said) {
        return NOT_PRINTABLE
                .matcher(said.substring(0, Math.min(said.length(), MOST_CHARACTERS)))
                .replaceAll("?");
    }

    /** @param failure of a request, recognised by its type */
    static ProviderTrouble of(IOException failure) {
        if (has(failure, HttpTimeoutException.class)) {
            return SLOW;
        }
        if (has(failure, SSLException.class)) {
            return has(failure, GeneralSecurityException.class) ? UNTRUSTED : NO_TLS;
        }
        return UNREACHABLE;
    }

    private static boolean has(@Nullable Throwable failure, Class<?> type) {
        return failure != null && (type.isInstance(failure) || has(failure.getCause(), type));
    }
}
