package io.korests.token;

import io.korests.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes the compact form of a signed token. */
final class JwtMinter {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private JwtMinter() {}

    /** JWS compact serialization (RFC 7515 §7.1): header, payload and signature, each base64url, with dots between. */
    static String mint(Claims claims, SigningKey key) {
        byte[] input = joined(key.encodedHeader(), BASE64URL.encode(claims.json()));
        byte[] token = joined(input, BASE64URL.encode(key.sign(input)));
        return new String(token, StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] left, byte[] right) {
        byte[] both = new byte[left.length + 1 + right.length];
        System.arraycopy(left, 0, both, 0, left.length);
        both[left.length] = '.';
        System.arraycopy(right, 0, both, left.length + 1, right.length);
        return both;
    }
}
