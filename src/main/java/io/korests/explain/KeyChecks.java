package io.korests.explain;

import io.korests.client.ClientApp;
import io.korests.explain.Explanation.Found;
import io.korests.key.EncryptionKey;
import io.korests.key.KeyReading;
import io.korests.key.SigningKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be said of a token's header, signature and encryption. */
final class KeyChecks {
    private final CompactToken token;
    private final @Nullable ClientApp client;
    private final List<Found> findings;

    KeyChecks(CompactToken token, @Nullable ClientApp client, List<Found> findings) {
        this.token = token;
        this.client = client;
        this.findings = findings;
        require(Finding.TYPE, "typ", "JWT");
    }

    void encryption() {
        EncryptionKey key = client == null ? null : client.encryption();
        if (key != null) {
            require(Finding.ENCRYPTION_KEY_ID, "kid", key.keyId());
            require(Finding.ENCRYPTION_METHOD, "alg", key.algorithm().toString());
            require(Finding.ENCRYPTION_METHOD, "enc", key.method().toString());
        } else if (client != null) {
            findings.add(Finding.ENCRYPTED.with(""));
        } else {
            findings.add(Finding.ENCRYPTION_KEY_ID.with("kid is " + Explainer.shown(token.header("kid"))));
        }
        findings.add(Finding.CLAIMS_UNREADABLE.with(""));
    }

    /** @param apps those whose key may have signed in place of the right one */
    void signature(List<ClientApp> apps) {
        if (client != null && client.encryption() != null) {
            findings.add(Finding.NOT_ENCRYPTED.with(""));
        }
        if (token.text().endsWith(".")) {
            findings.add(Finding.UNSIGNED.with("alg is " + Explainer.shown(token.header("alg"))));
        } else if (client == null) {
            otherKey(apps);
        } else {
            signature(client.signingKey(), apps);
        }
    }

    private void signature(SigningKey key, List<ClientApp> apps) {
        String algorithm = key.algorithm().name();
        require(Finding.ALGORITHM, "alg", algorithm);
        require(Finding.KEY_ID, "kid", key.description().keyId());
        KeyReading reading = KeyReading.thatSigned(token.text(), key);
        if (reading == null) {
            boolean sameKind = token.header("alg").stringValue("").startsWith(algorithm.substring(0, 2));
            if (!otherKey(apps) && sameKind) {
                findings.add(Finding.WRONG_KEY.with(""));
            }
        } else if (reading != KeyReading.RIGHT) {
            findings.add(Finding.SECRET_MISREAD.with("it was read " + reading));
        }
    }

    private boolean otherKey(List<ClientApp> apps) {
        return apps.stream()
                .filter(app -> app != client && KeyReading.thatSigned(token.text(), app.signingKey()) != null)
                .findFirst()
                .map(app -> findings.add(Finding.KEY_OF_OTHER_CLIENT.with("it is the key of client " + app.name())))
                .isPresent();
    }

    private void require(Finding finding, String name, @Nullable String expected) {
        if (!token.headerIs(name, expected)) {
            findings.add(finding.with(name + " is " + Explainer.shown(token.header(name)) + ", expected is "
                    + (expected == null ? "none" : '"' + expected + '"')));
        }
    }
}
