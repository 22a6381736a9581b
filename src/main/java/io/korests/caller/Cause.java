package io.korests.caller;

import io.korests.problem.Refusal;
import java.util.Locale;

/**
 * The closed list of causes for which nobody is proven, each with a row in {@code docs/operations.md}. They are for the operator, in the
 * audit log, in metrics and in {@code check-config --bearer}; the answer names none.
 */
public enum Cause {
    NO_TOKEN("Authorization is missing, stands twice or has another scheme than Bearer"),
    MALFORMED("The token is not a JWT"),
    ALGORITHM_NOT_ALLOWED(
            "alg is not in spring.security.oauth2.resourceserver.jwt.jws-algorithms, or the token is not signed"),
    UNKNOWN_KEY("The provider publishes no key of this kid and alg"),
    BAD_SIGNATURE("The signature is not one of the provider's key, or crit names what is not understood"),
    WRONG_ISSUER("iss is not exactly spring.security.oauth2.resourceserver.jwt.issuer-uri"),
    WRONG_AUDIENCE("aud has none of spring.security.oauth2.resourceserver.jwt.audiences"),
    WRONG_TYPE("The token is for another purpose, such as a logout token, by typ or events"),
    BOUND_TOKEN("The token is bound to a key or certificate of its holder (cnf: DPoP or mutual TLS)"),
    EXPIRED("The token has ended, or has no exp"),
    NOT_YET_VALID("nbf is in the future: compare the clocks"),
    NO_IDENTITY_CLAIM(Refusal.UNUSABLE_IDENTITY, "The token has no claim of sts.caller.oidc.identity-claim as a text"),
    EMAIL_NOT_VERIFIED(
            Refusal.UNUSABLE_IDENTITY, "email_verified is not true: see sts.caller.oidc.trust-unverified-email"),
    PROVIDER_UNREACHABLE(
            Refusal.PROVIDER_UNAVAILABLE, "The provider's keys cannot be read: see the health identityProvider"),
    UNTRUSTED_PEER("The peer's address is not in sts.caller.gateway.trusted-proxies"),
    NO_SECRET("The header sts.caller.gateway.secret-header is missing or stands twice"),
    WRONG_SECRET("The gateway sends another secret than sts.caller.gateway.secret"),
    NO_IDENTITY_HEADER("The header sts.caller.gateway.identity-header is missing or names nobody, as - or null"),
    REPEATED_IDENTITY(
            Refusal.UNUSABLE_IDENTITY, "The identity header stands twice: a hop adds it instead of setting it"),
    LIST_OF_IDENTITIES(
            Refusal.UNUSABLE_IDENTITY, "The identity header has a comma: several values, or a distinguished name"),
    NOT_UTF_8(Refusal.UNUSABLE_IDENTITY, "The identity header is not UTF-8, but Latin-1 for instance"),
    PERCENT_ENCODED(Refusal.UNUSABLE_IDENTITY, "The identity header has percent-encoding, as in jane%40example.com"),
    ENCODED_WORD(
            Refusal.UNUSABLE_IDENTITY, "The identity header has an encoded word of RFC 2047, as in =?UTF-8?Q?jane?="),
    EXTENDED_VALUE(
            Refusal.UNUSABLE_IDENTITY, "The identity header is an extended value of RFC 8187, as in UTF-8''jane"),
    NO_PREFIX(Refusal.UNUSABLE_IDENTITY, "The identity header does not begin with sts.caller.gateway.identity-prefix"),
    MALFORMED_IDENTITY(
            Refusal.UNUSABLE_IDENTITY,
            "The identity has white space at an end, a control character or over 256 characters");

    private final Refusal refusal;
    private final String meaning;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Cause(String meaning) {
        this(Refusal.UNPROVEN_CALLER, meaning);
    }

    Cause(Refusal refusal, String meaning) {
        this.refusal = refusal;
        this.meaning = meaning;
    }

    /** The refusal of a request that needs to know who the user is. */
    public Refusal refusal() {
        return refusal;
    }

    /** For the operator. */
    public String meaning() {
        return meaning;
    }

    /** The name in logs and metrics, for instance {@code no-token}. */
    public String code() {
        return code;
    }
}
