package io.korests.token;

import io.korests.ClientProperties.ClaimNames;
import io.korests.client.ClientApp.ClaimPolicy;
import io.korests.client.ClientApp;
import io.korests.key.EncryptionKey;
import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import io.korests.key.KeyLoader;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.token.SubjectRules.Subject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a clean request to a token: claims, signature, and encryption where the client asks for it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MintBenchmark {

    @Param({"HS256", "HS512", "RS256", "RS512"})
    private SigningAlgorithm algorithm;

    @Param({
        "none",
        "RSA_OAEP/A128CBC_HS256",
        "RSA_OAEP/A128GCM",
        "RSA_OAEP/A256GCM",
        "RSA1_5/A128CBC_HS256",
        "RSA1_5/A128GCM",
        "RSA1_5/A256GCM"
    })
    private String encryption;

    private ClientApp client;
    private final JwtSigner signer = new JwtSigner();
    private ClaimsBuilder claims;
    private Subject subject;

    @Setup
    public void open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        claims = new ClaimsBuilder(InstantSource.system());
        subject = new Subject("user@example.com", false, null);
        ClaimPolicy policy = new ClaimPolicy(
                "https://idproxy.kore.com/authorize",
                List.of(),
                Duration.ofHours(1),
                true,
                ClaimNames.STANDARD,
                true,
                Set.of(),
                Map.of());
        client = new ClientApp("bench", "cs-bench", signingKey(generator), policy, encryptionKey(generator), null);
    }

    private SigningKey signingKey(KeyPairGenerator generator) {
        if (algorithm.isMac()) {
            return KeyLoader.secret(algorithm, "kore-sts-benchmark-".repeat(3), "cs-bench", null);
        }
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
        return KeyLoader.rsa(algorithm, pem, null);
    }

    private EncryptionKey encryptionKey(KeyPairGenerator generator) {
        if (encryption.equals("none")) {
            return null;
        }
        String[] names = encryption.split("/");
        return new EncryptionKey(
                (RSAPublicKey) generator.generateKeyPair().getPublic(),
                "kore-1",
                KeyEncryption.valueOf(names[0]),
                ContentEncryption.valueOf(names[1]),
                false);
    }

    @Benchmark
    public String mint() {
        return signer.sign(claims.build(client, subject, StsRequest.EMPTY, "0123456789abcdefghijkl"), client);
    }
}
