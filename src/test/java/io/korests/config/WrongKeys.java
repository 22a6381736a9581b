package io.korests.config;

import io.korests.TestKeys;
import io.korests.TestPem;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.stream.Stream;

/** Keys and secrets that cannot be used, and those that do not fit their algorithm. */
final class WrongKeys {

    private static final String VAULT_TOKEN = "spring.cloud.vault.token";
    private static final String CLIENT = "sts.clients.travel";
    private static final String KEY = CLIENT + ".private-key ";
    private static final String ENCRYPTED = KEY + "is encrypted with a passphrase: store it unencrypted in Vault,"
            + " or decrypt it with: openssl pkey -in key.pem -out plain.pem";
    private static final String NO_PEM = KEY + "is not PEM: it must hold a block from -----BEGIN PRIVATE KEY-----"
            + " to -----END PRIVATE KEY-----, on several lines or on one with \\n";
    private static final String OTHER_BLOCK =
            KEY + "is a PEM block of another kind: PRIVATE KEY (PKCS#8)" + " or RSA PRIVATE KEY (PKCS#1) is needed";
    private static final String DAMAGED = KEY + "is damaged: its PEM block does not decode to a private key";
    private static final String SPACE =
            CLIENT + ".client-secret begins or ends with white space: write it exactly as it was issued";

    private WrongKeys() {}

    static Stream<WrongStart> all() {
        return Stream.of(sources(), secrets(), pem(), kinds()).flatMap(rows -> rows);
    }

    private static Stream<WrongStart> sources() {
        String exactlyOne = CLIENT + ": set exactly one of client-secret, private-key, transit; got ";
        return Stream.of(
                WrongStart.of("no key at all", exactlyOne + "none").without(CLIENT + ".client-secret"),
                WrongStart.of("an empty secret", exactlyOne + "none").client("client-secret", "  "),
                WrongStart.of("a secret and a key", exactlyOne + "client-secret and private-key")
                        .client("private-key", TestKeys.pem(TestKeys.rsa())),
                WrongStart.of("a secret and transit", exactlyOne + "client-secret and transit")
                        .client("transit.key", "kore")
                        .with(VAULT_TOKEN, "t"),
                WrongStart.of("all three", exactlyOne + "client-secret and private-key and transit")
                        .client("private-key", "x")
                        .client("transit.key", "kore")
                        .with(VAULT_TOKEN, "t"),
                WrongStart.of(
                                "HS256 with an RSA key",
                                CLIENT + ".algorithm HS256 signs with a secret: set client-secret, not private-key")
                        .without(CLIENT + ".client-secret")
                        .client("private-key", TestKeys.pem(TestKeys.rsa())),
                WrongStart.of(
                                "RS512 with a secret",
                                CLIENT + ".algorithm RS512 signs with an RSA key: set private-key or transit,"
                                        + " not client-secret")
                        .client("algorithm", "RS512"),
                WrongStart.of(
                                "HS512 with transit",
                                CLIENT + ".algorithm HS512 signs with a secret: set client-secret, not transit")
                        .client("algorithm", "HS512")
                        .without(CLIENT + ".client-secret")
                        .client("transit.key", "kore")
                        .with(VAULT_TOKEN, "t"),
                WrongStart.of(
                                "transit without a key",
                                CLIENT
                                        + ".transit.key is not set: set it to the name of the key in Vault's Transit engine")
                        .without(CLIENT + ".client-secret")
                        .client("algorithm", "RS256")
                        .client("transit.mount", "transit")
                        .with(VAULT_TOKEN, "t"));
    }

    private static Stream<WrongStart> secrets() {
        return Stream.of(
                weak("HS256", "s".repeat(31), 31),
                weak("HS512", "s".repeat(31), 31),
                weak("HS256", "é".repeat(15), 30),
                WrongStart.of("a secret with a space and a line break", SPACE)
                        .client("client-secret", TestKeys.SECRET + " \n"),
                WrongStart.of("a secret with a space", SPACE).client("client-secret", " " + TestKeys.SECRET));
    }

    private static WrongStart weak(String algorithm, String secret, int bytes) {
        return WrongStart.of(
                        bytes + " bytes for " + algorithm,
                        CLIENT + ".client-secret has " + bytes + " bytes, which is too weak: " + algorithm
                                + " needs at least 32; use the secret exactly as the Kore console shows it")
                .client("algorithm", algorithm)
                .client("client-secret", secret);
    }

    private static Stream<WrongStart> pem() {
        KeyPair rsa = TestKeys.rsa();
        String pem = TestKeys.pem(rsa);
        return Stream.of(
                key("an encrypted key", ENCRYPTED, TestPem.encrypted(rsa)),
                key("an encrypted key on one line", ENCRYPTED, TestKeys.onOneLine(TestPem.encrypted(rsa))),
                key("an encrypted key of the old kind", ENCRYPTED, TestPem.legacyEncrypted(rsa)),
                key(
                        "a public key",
                        KEY + "holds a public key: set the private key that belongs to it",
                        TestPem.publicKey(rsa)),
                key(
                        "an RSA public key",
                        KEY + "holds a public key: set the private key that belongs to it",
                        TestPem.of("RSA PUBLIC KEY", new byte[200])),
                key(
                        "a certificate",
                        KEY + "holds a certificate: set the private key that belongs to it",
                        TestPem.certificate(rsa)),
                key(
                        "base64 of a public key",
                        KEY + "holds a public key: set the private key that belongs to it",
                        base64(TestPem.publicKey(rsa))),
                key("base64 of an encrypted key", ENCRYPTED, base64(TestPem.encrypted(rsa))),
                key("base64 of something else", NO_PEM, base64("something else")),
                key("garbage", NO_PEM, "garbage"),
                key("the path of a file", NO_PEM, "/run/secrets/key.pem"),
                key("base64 without PEM around it", NO_PEM, pem.replaceAll("-----.*-----\n", "")),
                key("a block without its end", NO_PEM, pem.replaceAll("-----END.*", "")),
                key("a block that ends as another kind", NO_PEM, pem.replace("END PRIVATE", "END RSA PRIVATE")),
                key("an empty block", DAMAGED, TestPem.of("PRIVATE KEY", new byte[0])),
                key("a block that is no base64", DAMAGED, pem.replace("MII", "!!!")),
                key("half a key", DAMAGED, pem.replaceAll("(?s)\n.{800}", "\n")),
                key("random bytes as PKCS#8", DAMAGED, TestPem.of("PRIVATE KEY", new byte[1200])),
                key("random bytes as PKCS#1", DAMAGED, TestPem.of("RSA PRIVATE KEY", new byte[1200])),
                key("an OpenSSH key", OTHER_BLOCK, TestPem.of("OPENSSH PRIVATE KEY", new byte[300])),
                key("a DSA key", OTHER_BLOCK, TestPem.of("DSA PRIVATE KEY", new byte[300])));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Stream<WrongStart> kinds() {
        return Stream.of(
                key("an EC key", notRsa("EC"), TestKeys.pem(TestKeys.ec())),
                key("an EC key of the old kind", notRsa("EC"), TestPem.of("EC PRIVATE KEY", new byte[120])),
                key(
                        "EC parameters before a key",
                        notRsa("EC"),
                        TestPem.of("EC PARAMETERS", new byte[10]) + TestPem.of("EC PRIVATE KEY", new byte[120])),
                key("an Ed25519 key", notRsa("EdDSA"), TestKeys.pem(TestKeys.other("Ed25519"))),
                key("an RSASSA-PSS key", notRsa("RSASSA-PSS"), TestKeys.pem(TestKeys.other("RSASSA-PSS"))),
                key(
                        "an RSA key of 1024 bits",
                        KEY + "is an RSA key of 1024 bits: at least 2048 are needed (RFC 7518 §3.3)",
                        TestKeys.pem(TestKeys.rsa(1024, "short"))),
                key(
                        "an RSA key of 1024 bits as PKCS#1",
                        KEY + "is an RSA key of 1024 bits: at least 2048 are needed (RFC 7518 §3.3)",
                        TestKeys.pkcs1Pem(TestKeys.rsa(1024, "short"))));
    }

    private static String notRsa(String kind) {
        return KEY + "is an " + kind + " key: Kore accepts RSA only (RS256 and RS512); make one with:"
                + " openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    }

    private static WrongStart key(String name, String message, String pem) {
        return WrongStart.of(name, message)
                .without(CLIENT + ".client-secret")
                .client("algorithm", "RS256")
                .client("private-key", pem);
    }
}
