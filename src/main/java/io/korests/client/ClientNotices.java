package io.korests.client;

import io.korests.RequestClaim;
import io.korests.key.EncryptionKey;
import io.korests.key.EncryptionKey.KeyEncryption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warnings about clients that are served nevertheless. */
final class ClientNotices {
    private ClientNotices() {}

    /** One message for each matter, or none. They name properties and hold no secret. */
    static List<String> about(ClientSet clients) {
        List<String> notices = new ArrayList<>();
        String rsa15 = clients.apps().stream()
                .filter(ClientNotices::usesRsa15)
                .map(ClientApp::name)
                .collect(Collectors.joining(", "));
        if (!rsa15.isEmpty()) {
            notices.add("RSA1_5 (encryption.algorithm of " + rsa15
                    + ") lets whoever can watch how the platform decrypts read tokens"
                    + " (Bleichenbacher's attack, RFC 8725 §3.2): RSA-OAEP was made to withstand that, so set RSA-OAEP"
                    + " unless the platform takes nothing else");
        }
        clients.apps().stream()
                .filter(app -> app.encryption() == null)
                .flatMap(ClientNotices::readable)
                .forEach(notices::add);
        return List.copyOf(notices);
    }

    private static boolean usesRsa15(ClientApp app) {
        EncryptionKey encryption = app.encryption();
        return encryption != null && encryption.algorithm() == KeyEncryption.RSA1_5;
    }

    private static Stream<String> readable(ClientApp app) {
        String claims = Stream.of(RequestClaim.PRIVATE_CLAIMS, RequestClaim.SECURE_CUSTOM_DATA)
                .filter(claim ->
                        app.policy().allows(claim) || app.policy().fixed().containsKey(claim))
                .map(RequestClaim::claimName)
                .collect(Collectors.joining(" and "));
        return claims.isEmpty()
                ? Stream.empty()
                : Stream.of(claims + " of client " + app.name() + " can be read by whoever holds a token, the browser"
                        + " included: set sts.clients." + app.name() + ".encryption to have them encrypted");
    }
}
