package io.korests.caller;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the identity provider's key set at each call. Its address is configured, or discovered once from the issuer's metadata
 * (OpenID Connect Discovery §4, RFC 8414 §3).
 */
final class ProviderKeySet {
    static final int SHORTEST_RSA = 2048;

    /** Those up to 167, which the faulty generator's moduli are made with. */
    private static final List<BigInteger> PRIMES = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
            .limit(39)
            .toList();

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final ProviderRequests requests;
    private final String issuer;
    private volatile @Nullable URI address;

    /**
     * @param address of the key set; null to discover it from the issuer
     * @param tls by which the provider is trusted; null for what Java trusts
     */
    ProviderKeySet(String issuer, @Nullable String address, @Nullable SSLContext tls) {
        this.issuer = issuer;
        this.address = address == null ? null : URI.create(address);
        this.requests = new ProviderRequests(DEADLINE, tls);
    }

    /** @throws JWKSetUnavailableException whose message names the address and the fix */
    JWKSet read() throws JWKSetUnavailableException {
        URI keys = address();
        String document = requests.get(keys).orElseThrow(() -> ProviderTrouble.NO_KEY_SET.at(keys));
        try {
            return strong(JWKSet.parse(object(keys, document)));
        } catch (ParseException malformed) {
            throw ProviderTrouble.UNREADABLE.at(keys);
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

    private static Map<String, Object> object(URI address, String document) throws JWKSetUnavailableException {
        try {
            Map<String, Object> object = JSONObjectUtils.parse(document);
            if (object != null) {
                return object;
            }
        } catch (ParseException malformed) {
            // Refused below, as what is null.
        }
        throw ProviderTrouble.UNREADABLE.at(address);
    }

    private URI address() throws JWKSetUnavailableException {
        URI known = address;
        if (known == null) {
            known = discovered();
            address = known;
        }
        return known;
    }

    private URI discovered() throws JWKSetUnavailableException {
        for (URI candidate : candidates()) {
            Optional<String> document = requests.get(candidate);
            if (document.isPresent()) {
                return keysIn(candidate, object(candidate, document.get()));
            }
        }
        throw ProviderTrouble.NO_ISSUER.at(candidates().get(0));
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

    private URI keysIn(URI document, Map<String, Object> metadata) throws JWKSetUnavailableException {
        if (!(metadata.get("issuer") instanceof String named)) {
            throw ProviderTrouble.UNREADABLE.at(document);
        }
        if (!issuer.equals(named)) {
            boolean slash = issuer.equals(named + '/') || named.equals(issuer + '/');
            throw (slash ? ProviderTrouble.SLASH : ProviderTrouble.OTHER_ISSUER).at(document, named);
        }
        try {
            URI keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
            if (keys != null) {
                return keys;
            }
        } catch (ParseException malformed) {
            // Refused below, as what is absent.
        }
        throw ProviderTrouble.NO_JWKS_URI.at(document);
    }
}
