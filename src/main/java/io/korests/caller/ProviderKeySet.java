package io.korests.caller;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the identity provider's key set at each call. Its address is configured, or discovered once from the issuer's metadata
 * (OpenID Connect Discovery §4, RFC 8414 §3).
 */
final class ProviderKeySet implements JWKSetSource<SecurityContext> {
    static final int SHORTEST_RSA = 2048;

    /** Those up to 167, which the faulty generator's moduli are made with. */
    private static final List<BigInteger> PRIMES = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
            .limit(39)
            .toList();

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final ProviderRequests requests = new ProviderRequests(DEADLINE);
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
            URI keys = address();
            String document =
                    requests.get(keys).orElseThrow(() -> new IOException(keys + ": there is no such document"));
            return strong(JWKSet.parse(object(document)));
        } catch (IOException | ParseException unread) {
            throw new JWKSetUnavailableException(unread.getMessage(), unread);
        }
    }

    /** Without keys that are for something else than verification (RFC 7517 §4.3), and without weak ones. */
    private static JWKSet strong(JWKSet keys) {
        return new JWKSet(keys.getKeys().stream()
                .filter(key ->
                        key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY))
                .filter(key -> !(key instanceof RSAKey rsa)
                        || isStrong(rsa.getModulus().decodeToBigInteger()))
                .toList());
    }

    /** At least 2048 bits (RFC 7518 §3.3), and not of the generator whose keys can be factored (ROCA, CVE-2017-15361). */
    private static boolean isStrong(BigInteger modulus) {
        return modulus.bitLength() >= SHORTEST_RSA
                && !PRIMES.stream()
                        .allMatch(prime -> isPowerOf65537(modulus.mod(prime).intValue(), prime.intValue()));
    }

    private static boolean isPowerOf65537(int residue, int prime) {
        return IntStream.iterate(1, power -> power * 65537 % prime).limit(prime).anyMatch(power -> power == residue);
    }

    private static Map<String, Object> object(String document) throws IOException, ParseException {
        Map<String, Object> object = JSONObjectUtils.parse(document);
        if (object == null) {
            throw new IOException("the document is null");
        }
        return object;
    }

    private URI address() throws IOException, ParseException {
        URI known = address;
        if (known == null) {
            known = discovered();
            address = known;
        }
        return known;
    }

    private URI discovered() throws IOException, ParseException {
        for (URI candidate : candidates()) {
            Optional<String> document = requests.get(candidate);
            if (document.isPresent()) {
                return keysIn(object(document.get()));
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
        // There is nothing to close.
    }
}
