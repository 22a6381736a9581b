package io.korests.caller;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider's key set, read anew by each call. Its address is the one that was set, or is found through the issuer
 * (OpenID Connect Discovery §4, RFC 8414 §3): at the first call, and remembered from then on.
 */
final class ProviderKeySet implements JWKSetSource<SecurityContext> {

    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final ProviderRequests requests = new ProviderRequests();
    private final String issuer;
    private volatile @Nullable URI address;

    private ProviderKeySet(String issuer, @Nullable URI address) {
        this.issuer = issuer;
        this.address = address;
    }

    static ProviderKeySet at(String address) {
        return new ProviderKeySet("", URI.create(address));
    }

    static ProviderKeySet of(String issuer) {
        return new ProviderKeySet(issuer, null);
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long time, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            URI known = address;
            URI keys = known == null ? discovered() : known;
            address = keys;
            return JWKSet.parse(requests.get(keys).orElseThrow(() -> new IOException(keys + " does not exist")));
        } catch (IOException | ParseException unread) {
            throw new JWKSetUnavailableException(unread.toString(), unread);
        }
    }

    private URI discovered() throws IOException, ParseException {
        for (URI candidate : candidates()) {
            Optional<String> document = requests.get(candidate);
            if (document.isPresent()) {
                return keysIn(JSONObjectUtils.parse(document.get()));
            }
        }
        throw new IOException("the issuer has no document at " + candidates().get(0));
    }

    private List<URI> candidates() {
        URI uri = URI.create(issuer);
        String host = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().replaceFirst("/$", "");
        return Stream.of(host + path + OPENID, host + OPENID + path, host + OAUTH + path)
                .distinct()
                .map(URI::create)
                .toList();
    }

    private URI keysIn(Map<String, Object> metadata) throws IOException, ParseException {
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("the document of the issuer names another issuer");
        }
        URI keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
        if (keys == null) {
            throw new IOException("the document of the issuer has no jwks_uri");
        }
        return keys;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
