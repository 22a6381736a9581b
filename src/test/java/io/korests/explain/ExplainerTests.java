package io.korests.explain;

import static io.korests.explain.SampleToken.HEADER;
import static io.korests.explain.SampleToken.NOW;
import static io.korests.explain.SampleToken.SECONDS;
import static io.korests.explain.SampleToken.base64Url;
import static io.korests.explain.SampleToken.claims;
import static io.korests.explain.SampleToken.header;
import static io.korests.explain.SampleToken.hs256;
import static io.korests.explain.SampleToken.jwe;
import static io.korests.explain.SampleToken.row;
import static io.korests.explain.SampleToken.rs256;
import static io.korests.explain.SampleToken.signed;
import static io.korests.explain.SampleToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import io.korests.client.TestRegistry;
import io.korests.explain.Explainer.Explanation;
import io.korests.explain.Explainer.Found;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each finding with the smallest token that shows it: one that is right but for it. */
class ExplainerTests {

    private static final String OTHER_SECRET = TestKeys.randomSecret(33);
    private static final KeyPair BANK = TestKeys.rsa(2048, "bank");
    private static final ClientSet CLIENTS = clients();

    private static ClientSet clients() {
        Map<String, String> properties = TestClientApps.one();
        TestClientApps.hs(properties, "shop", "HS256");
        properties.put("sts.clients.shop.client-secret", OTHER_SECRET);
        properties.put("sts.clients.shop.jti", "true");
        TestClientApps.rs(properties, "bank", "RS256");
        properties.put("sts.clients.bank.private-key", TestKeys.pem(BANK));
        properties.put("sts.clients.bank.key-id", "bank-1");
        TestClientApps.hs(properties, "sealed", "HS256");
        properties.put("sts.clients.sealed.client-secret", TestKeys.randomSecret(33));
        TestEncryption.encrypt(properties, "sealed");
        TestClientApps.hs(properties, "odd", "HS256"); // no base64: it has one character too many
        properties.put(
                "sts.clients.odd.client-secret", TestKeys.randomSecret(33).substring(0, 41));
        TestClientApps.rs(properties, "rs", "RS256");
        return TestRegistry.clients(properties);
    }

    private static Explanation explain(String token) {
        return new Explainer(InstantSource.fixed(NOW)).explain(token, CLIENTS, null);
    }

    private static ClientApp client(String name) {
        return CLIENTS.apps().stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Arguments> findings() {
        return Stream.of(keys(), ClaimRows.times(), ClaimRows.others(OTHER_SECRET))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> keys() {
        String shop = claims("iss=\"cs-shop\"", "jti=\"1\"");
        String bank = claims("iss=\"cs-bank\"");
        String bankHeader = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"bank-1\"}";
        return Stream.of(
                row("garbage", "not-a-token", ""),
                row("", "not-a-token", ""),
                row("a.b", "not-a-token", ""),
                row("AAAA.AAAA.AAAA", "not-a-token", ""),
                row(base64Url("[]") + '.' + base64Url("{}") + ".AAAA", "not-a-token", ""),
                row(hs256(HEADER, "{\"a\":1,\"a\":2}", TestKeys.SECRET), "not-a-token", ""),
                row(hs256(HEADER, "[".repeat(5000), TestKeys.SECRET), "not-a-token", ""),
                row(token().replaceFirst("[^.]*$", ""), "unsigned", "alg is \"HS256\""),
                row(
                        header("{\"alg\":\"none\",\"typ\":\"JWT\"}"),
                        "algorithm",
                        "alg is \"none\", expected is \"HS256\""),
                row(header("{\"typ\":\"JWT\"}"), "algorithm", "alg is missing, expected is \"HS256\""),
                row(
                        hs256("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"bank-1\"}", bank, TestKeys.SECRET),
                        "algorithm key-of-other-client",
                        "alg is \"HS256\", expected is \"RS256\""),
                row(
                        signed(Base64.getDecoder().decode(TestKeys.SECRET)),
                        "secret-misread",
                        "it was read decoded from base64"),
                row(
                        signed((TestKeys.SECRET + '\n').getBytes()),
                        "secret-misread",
                        "it was read with a line feed after it"),
                row(
                        signed((TestKeys.SECRET + "\r\n").getBytes()),
                        "secret-misread",
                        "it was read with a carriage return and a line feed after it"),
                row(
                        signed(('"' + TestKeys.SECRET + '"').getBytes()),
                        "secret-misread",
                        "it was read in quotation marks"),
                row(signed(OTHER_SECRET.getBytes()), "key-of-other-client", "it is the key of client shop"),
                row(
                        rs256(bankHeader, bank, TestKeys.rsa().getPrivate()),
                        "key-of-other-client",
                        "it is the key of client rs"),
                row(rs256(bankHeader, bank, TestKeys.rsa(2048, "x").getPrivate()), "wrong-key", ""),
                row(signed(TestKeys.randomSecret(33).getBytes()), "wrong-key", ""),
                row(hs256(HEADER, shop, TestKeys.randomSecret(33)), "wrong-key single-use", ""),
                row(header("{\"alg\":\"HS256\"}"), "type", "typ is missing, expected is \"JWT\""),
                row(header("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}"), "type", "typ is \"at+jwt\", expected is \"JWT\""),
                row(
                        header("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}"),
                        "key-id",
                        "kid is \"k\", expected is none"),
                row(
                        rs256("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", bank, BANK.getPrivate()),
                        "key-id",
                        "kid is missing, expected is \"bank-1\""),
                row(token("iss=\"cs-sealed\""), "not-encrypted key-of-other-client", ""),
                row(
                        jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-1\"}"),
                        "claims-unreadable",
                        ""),
                row(
                        jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-0\"}"),
                        "encryption-key-id claims-unreadable",
                        "kid is \"kore-0\""),
                row(
                        jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"kid\":\"kore-1\"}"),
                        "encryption-method claims-unreadable",
                        "enc is \"A256GCM\", expected is \"A128CBC-HS256\""),
                row(
                        jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-1\"}"),
                        "encryption-method claims-unreadable",
                        "alg is \"RSA-OAEP-256\", expected is \"RSA-OAEP\""),
                row(
                        jwe(
                                "{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-1\",\"cty\":\"JWT\"}"),
                        "content-type claims-unreadable",
                        "cty is \"JWT\", expected is none"),
                row(
                        jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-1\"}")
                                .replaceFirst("AAAA$", "A".repeat(8000)),
                        "claims-unreadable too-large",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void finds(String ids, String detail, String token) {
        List<Found> findings = explain(token).findings();

        assertThat(findings.stream().map(Found::id).collect(Collectors.joining(" ")))
                .isEqualTo(ids);
        assertThat(findings.get(0).detail()).startsWith(detail);
    }

    @Test
    void hasATestForEachFinding() {
        Set<String> tested = findings()
                .flatMap(row -> Stream.of(row.get()[0].toString().split(" ")))
                .collect(Collectors.toCollection(TreeSet::new));
        tested.add("encrypted"); // below

        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Finding.values())
                        .map(finding -> finding.with("").id())
                        .toList());
    }

    static Stream<String> right() {
        return Stream.of(
                token(),
                token("kore_iss=\"cs-travel\"", "iss=\"https://login.example.com\"", "kore_sub=\"jane\"", "sub=4711"),
                token("exp=" + (SECONDS + 7200)),
                token("exp=" + (SECONDS + 60) + ".0"),
                token("isAnonymous=true", "sub=\"4gS-x\""),
                token("aud=\"https://idproxy.kore.ai/authorize\""),
                token("identityToMerge=\"a1\"", "privateClaims={\"a\":1}", "secureCustomData={\"b\":[2]}"),
                "Bearer " + token(),
                '"' + token() + "\"\n",
                "{\"jwt\": \"" + token() + "\"}\n");
    }

    @ParameterizedTest
    @MethodSource("right")
    void findsNothingInATokenThatIsRight(String token) {
        Explanation explanation = explain(token);

        assertThat(explanation.findings()).isEmpty();
        assertThat(explanation.accepted()).isTrue();
        assertThat(explanation.client()).isEqualTo("travel");
    }

    /** Further findings depend on the app's settings at Kore, or are advice. */
    @Test
    void takesSomeFindingsForNotices() {
        assertThat(Stream.of(Finding.values())
                        .map(finding -> finding.with(""))
                        .filter(found -> !found.refused())
                        .map(Found::id))
                .containsExactly(
                        "key-id",
                        "content-type",
                        "single-use",
                        "subject-placeholder",
                        "merged-with-itself",
                        "too-large",
                        "claims-unreadable");
        assertThat(explain(token("jti=\"1\"")).accepted()).isTrue();
        assertThat(explain(token("jti=7")).accepted()).isFalse();
    }

    @Test
    void comparesWithTheClientThatIsExpected() {
        Explainer explainer = new Explainer(InstantSource.fixed(NOW));
        String encrypted = jwe("{\"typ\":\"JWT\",\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\",\"kid\":\"kore-1\"}");

        assertThat(explainer.explain(encrypted, CLIENTS, client("travel")).findings())
                .extracting(Found::id)
                .containsExactly("encrypted", "claims-unreadable");
        assertThat(explainer.explain(token(), CLIENTS, client("rs")).findings())
                .extracting(Found::id, Found::detail)
                .contains(tuple("issuer", "iss is \"cs-travel\", expected is \"cs-rs\""));
    }

    @Test
    void showsNoSecretThatATokenCarries() {
        Explanation explanation = explain(token(
                "clientSecret=\"" + TestKeys.SECRET.replace("/", "\\/") + '"',
                "config={\"all\":[\"" + escaped(TestKeys.SECRET) + "\"]}",
                "aud=\"" + TestKeys.SECRET + '"'));

        assertThat(explanation.toString())
                .contains("(the client secret, redacted)")
                .doesNotContain(TestKeys.SECRET);
    }

    /** As any JSON writer may spell it. */
    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    /** The private half of a client's key, and any other. */
    @Test
    void showsNoPrivateKeyThatATokenCarries() {
        String pem = TestKeys.pkcs1Pem(BANK);
        String json = TestKeys.onOneLine(pem);

        Explanation explanation =
                explain(token("key=\"" + json + "\"", "privateClaims={\"k\":\"my " + json + " key\"}"));

        assertThat(explanation.findings()).isEmpty();
        assertThat(explanation.toString())
                .contains("\"(a private key, redacted)\"", "\"my (a private key, redacted) key\"")
                .doesNotContain(pem.lines().skip(2).findFirst().orElseThrow());
    }

    /** Whoever reads the output of a command must not have the token rule the terminal. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u001b[2J", "\\u009b2J", "\\u202e", "\\u2028"})
    void showsNoControlCharacter(String character) {
        assertThat(explain(token("aud=\"" + character + '"')).findings().get(0).detail())
                .startsWith("aud is \"")
                .matches("[ -~]+");
    }
}
