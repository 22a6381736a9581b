package io.korests.explain;

import io.korests.explain.Explainer.Found;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of what can be wrong with a token, each named in {@code docs/kore-refuses-my-token.md}. Kore's answers are mostly
 * those of npm's jsonwebtoken.
 */
enum Finding {
    NOT_A_TOKEN(
            "jwt malformed",
            "The text is not a token in compact form.",
            "Give the value of jwt alone: three parts (signed) or five (encrypted) in base64url with dots between.",
            "RFC 7515 §7.1, RFC 7516 §7.1"),
    UNSIGNED(
            "jwt signature is required",
            "The token has no signature.",
            "Sign it with the algorithm that Kore's console shows for the app; never with none.",
            "RFC 8725 §3.1"),
    ALGORITHM(
            "invalid algorithm",
            "The token is signed with another algorithm than the app's.",
            "Set sts.clients.<name>.algorithm and the program that signs to what Kore's console shows for the app.",
            "Kore: HS256, HS512, RS256, RS512"),
    SECRET_MISREAD(
            "The right secret signed the token, but the program read its text wrongly.",
            "Use the secret's text as Kore's console shows it, in UTF-8: not decoded, no line break, no quotation marks.",
            "Kore: the secret is text"),
    KEY_OF_OTHER_CLIENT(
            "The key of another client signed the token.",
            "Sign with the key of the client that iss names, or name the client whose key it is.",
            "RFC 7519 §4.1.1"),
    WRONG_KEY(
            "invalid signature",
            "The client's secret or key did not sign the token.",
            "Compare the secret or public key in Kore's console with the configured one; rotate both together.",
            "RFC 7515 §5.2"),
    TYPE("The header's typ is not JWT.", "Set typ to JWT.", "Kore: {\"alg\":…,\"typ\":\"JWT\"}"),
    KEY_ID(
            "The header's kid is not the client's.",
            "Set sts.clients.<name>.key-id to the key id that the platform expects, or leave kid out.",
            "RFC 7515 §4.1.4"),
    NOT_ENCRYPTED(
            "The token is only signed, and the client's tokens are to be encrypted.",
            "Encrypt it with Kore's public key, or take sts.clients.<name>.encryption away and turn it off at Kore.",
            "Kore: JWE"),
    ENCRYPTED(
            "The token is encrypted, and the client's tokens are to be signed only.",
            "Set sts.clients.<name>.encryption as Kore's console shows it, or send the signed token.",
            "Kore: JWE"),
    ENCRYPTION_KEY_ID(
            "The token is encrypted for a kid that is not that of Kore's public key.",
            "Use the public key and the kid that Kore's console shows now.",
            "Kore: JWE, RFC 7516 §4.1.6"),
    ENCRYPTION_METHOD(
            "The token is encrypted by another alg or enc than the client's.",
            "Use what Kore's console shows: RSA-OAEP or RSA1_5, with A128CBC-HS256, A128GCM or A256GCM.",
            "Kore: JWE"),
    CONTENT_TYPE(
            "The encrypted token's cty is not the client's.",
            "Set sts.clients.<name>.encryption.content-type to true if Kore expects cty: JWT, or leave cty out.",
            "RFC 7519 §5.2, nested JWT"),
    MILLISECONDS(
            "A time is in milliseconds, where seconds belong. If Kore takes the token, it never expires.",
            "Divide by 1000 and cut off the fraction: Math.floor(Date.now() / 1000).",
            "RFC 7519 §2, NumericDate"),
    TIME_UNUSABLE(
            "invalid exp value",
            "A time is missing or no whole number.",
            "Send iat and exp as JSON numbers, whole seconds since 1970.",
            "RFC 7519 §4.1.4"),
    EXPIRED(
            "jwt expired",
            "The token has expired.",
            "Mint a new one for every connection; check the clocks of both machines.",
            "RFC 7519 §4.1.4"),
    NOT_YET_VALID(
            "jwt not active",
            "The token is not valid yet.",
            "Set the clock of the machine that signs by NTP; leave nbf out.",
            "RFC 7519 §4.1.5"),
    JTI_LIFETIME(
            "\"jti\" claim \"exp\"",
            "The token has a jti and ends in more than an hour.",
            "Set sts.clients.<name>.token-lifetime to 1h or less, or leave jti out.",
            "Kore: jti"),
    JTI_MISSING(
            "The token has no jti, which the app enforces.",
            "Set sts.clients.<name>.jti to true, or turn it off at Kore.",
            "Kore: jti"),
    JTI_UNUSABLE("The jti is no text, or blank.", "Send a random text of 128 bits.", "RFC 7519 §4.1.7"),
    SINGLE_USE(
            "possibly a replay",
            "The token has a jti: Kore takes it once.",
            "Mint a new token for each connection. For apps that send one twice, set sts.clients.<name>.jti to false.",
            "Kore: jti"),
    AUDIENCE(
            "jwt audience invalid",
            "The audience is none of Kore's, or is not one text.",
            "Set aud to https://idproxy.kore.com/authorize, as text and not as a list.",
            "Kore: aud"),
    ISSUER(
            "The issuer is no client of this service.",
            "Set iss to the client id that Kore's console shows for the app (cs-…), and configure it here.",
            "Kore: iss"),
    SUBJECT_MISSING(
            "The user (sub) is missing, blank or no text.",
            "Send identity to the token service; a number goes as text.",
            "Kore: sub"),
    SUBJECT_PLACEHOLDER(
            "The user (sub) is a placeholder of a template: all visitors would be one user.",
            "Set botOptions.userIdentity to the id of the user who has signed on.",
            "Kore Web SDK, chatConfig"),
    ANONYMOUS_UNUSABLE(
            "isAnonymous is missing or not a JSON boolean; as a text, \"false\" counts as true.",
            "Send true or false without quotation marks.",
            "Kore: isAnonymous"),
    MERGED_WITH_ITSELF(
            "identityToMerge is the same as sub: there is nothing to merge.",
            "Set identityToMerge to the earlier anonymous identity, or leave it out.",
            "Kore: identityToMerge"),
    CLAIM_TYPE(
            "A claim of Kore's has another type than Kore reads.",
            "Send identityToMerge as text, privateClaims and secureCustomData as JSON objects.",
            "Kore: privateClaims, secureCustomData"),
    TOO_LARGE(
            "The token does not fit into a header of 8 KiB: web SDKs from 11.22 on cannot reconnect.",
            "Shorten privateClaims and secureCustomData.",
            "Kore Web SDK 11.22, Sec-WebSocket-Protocol"),
    CLAIMS_UNREADABLE(
            "The claims are encrypted: nobody can read them without Kore's private key.",
            "Explain a token without sts.clients.<name>.encryption to check the rest.",
            "RFC 7516");

    /** With these, Kore should take the token all the same. */
    private static final Set<Finding> NOTICES = EnumSet.of(
            KEY_ID, CONTENT_TYPE, SINGLE_USE, SUBJECT_PLACEHOLDER, MERGED_WITH_ITSELF, TOO_LARGE, CLAIMS_UNREADABLE);

    final String answer;
    private final String sentence;
    private final String fix;
    private final String source;

    Finding(String sentence, String fix, String source) {
        this("", sentence, fix, source);
    }

    /**
     * @param answer part of what the platform answers; empty if that is not known
     * @param source where Kore or an RFC says so
     */
    Finding(String answer, String sentence, String fix, String source) {
        this.answer = answer;
        this.sentence = sentence;
        this.fix = fix;
        this.source = source;
    }

    /** @return what explains Kore's words, or null */
    static @Nullable Found behind(String words) {
        return Arrays.stream(values())
                .filter(finding -> !finding.answer.isEmpty() && words.contains(finding.answer))
                .findFirst()
                .map(finding -> finding.with(""))
                .orElse(null);
    }

    Found with(String detail) {
        String id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Found(id, !NOTICES.contains(this), sentence, detail, fix, source);
    }
}
