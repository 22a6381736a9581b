package io.korests.canary;

import io.korests.TestKeys;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Secrets that are made up and marked: whoever finds a part of one somewhere, plain or encoded, knows that it leaked. Searches for
 * pieces of {@value #PIECE} bytes, so that a secret which was cut off, or broken into lines, is found too.
 */
final class Canaries {

    private static final int PIECE = 12;
    private static final int STEP = 4;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> names = new LinkedHashMap<>();

    /** 44 characters of base64, as Kore's console shows secrets. */
    String secret(String name) {
        byte[] bytes = new byte[33];
        random.nextBytes(bytes);
        return watch(name, Base64.getEncoder().encodeToString(bytes));
    }

    /** 32 letters and digits, valid in a header, a host name, an address or a query as they are. */
    String word(String name) {
        StringBuilder word = new StringBuilder();
        random.ints(32, 0, LETTERS.length()).forEach(i -> word.append(LETTERS.charAt(i)));
        return watch(name, word.toString());
    }

    /** Each number of a private key that nobody may know (RFC 8017 §3.2). */
    KeyPair key(String name, KeyPair pair) {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        Stream.of(
                        key.getPrivateExponent(),
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        key.getPrimeExponentQ(),
                        key.getCrtCoefficient())
                .forEach(number -> watch(name, number));
        Stream.of(TestKeys.pem(pair), TestKeys.pkcs1Pem(pair))
                .flatMap(Canaries::linesAfterThePublicHalf)
                .forEach(line -> watch(name, line));
        return pair;
    }

    /** In either form of PEM the modulus and the public exponent come first, and are a good quarter of it. */
    private static Stream<String> linesAfterThePublicHalf(String pem) {
        List<String> lines = pem.lines().toList();
        return lines.subList(lines.size() / 3 + 1, lines.size() - 2).stream();
    }

    private void watch(String name, BigInteger number) {
        watch(name, number.toByteArray());
        watch(name, number.toString());
    }

    /** @param secret random from the first character to the last: any part of it counts */
    String watch(String name, String secret) {
        watch(name, secret.getBytes(StandardCharsets.UTF_8));
        return secret;
    }

    private void watch(String name, byte[] secret) {
        if (secret.length < PIECE) {
            throw new IllegalArgumentException(name + " is shorter than a piece");
        }
        // The last piece reaches the end.
        IntStream.iterate(0, i -> i + STEP)
                .limit((secret.length - PIECE + STEP - 1) / STEP + 1)
                .map(i -> Math.min(i, secret.length - PIECE))
                .mapToObj(i -> java.util.Arrays.copyOfRange(secret, i, i + PIECE))
                .flatMap(Canaries::forms)
                .forEach(form -> names.putIfAbsent(form, name));
    }

    /** As it is and as what it may be turned into on the way to a log or an answer. */
    private static Stream<String> forms(byte[] piece) {
        String plain = new String(piece, StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(piece);
        String percent = HexFormat.of().withPrefix("%").formatHex(piece);
        return Stream.concat(
                Stream.of(
                        plain,
                        URLEncoder.encode(plain, StandardCharsets.ISO_8859_1),
                        hex,
                        hex.toUpperCase(Locale.ROOT),
                        percent,
                        percent.toUpperCase(Locale.ROOT)),
                IntStream.range(0, 3).boxed().flatMap(shift -> base64(piece, shift)));
    }

    /** What stays the same in base64 (RFC 4648 §4, §5) whatever stands before and after, with so many bytes before. */
    private static Stream<String> base64(byte[] piece, int shift) {
        byte[] shifted = new byte[shift + piece.length];
        System.arraycopy(piece, 0, shifted, shift, piece.length);
        int from = (8 * shift + 5) / 6;
        int to = 8 * shifted.length / 6;
        return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                .map(encoder -> encoder.encodeToString(shifted).substring(from, to));
    }

    /** Those of which a part is in the text: the name of each, and the first line with it. */
    Map<String, String> in(String text) {
        Map<String, String> found = new TreeMap<>();
        names.forEach((form, name) -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                found.putIfAbsent(name, text.substring(text.lastIndexOf('\n', at) + 1, at + form.length()));
            }
        });
        return found;
    }
}
