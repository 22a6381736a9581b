package io.korests.token;

import static io.korests.token.BadJson.GOOD;

import io.korests.problem.Refusal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** JSON in other encodings than UTF-8, and what is no encoding at all. */
final class BadEncodings {

    private BadEncodings() {}

    static Stream<BadRequest> all() {
        return Stream.concat(encodings(), bytes());
    }

    private static Stream<BadRequest> encodings() {
        return Stream.of(
                        "UTF-16BE",
                        "UTF-16LE",
                        "UTF-16",
                        "UTF-32BE",
                        "UTF-32LE",
                        "X-UTF-16LE-BOM",
                        "X-UTF-32BE-BOM",
                        "X-UTF-32LE-BOM")
                .map(charset ->
                        BadRequest.json(Refusal.MALFORMED_BODY, charset, GOOD.getBytes(Charset.forName(charset))));
    }

    private static Stream<BadRequest> bytes() {
        return Stream.of(
                bytes("a UTF-8 byte order mark", "efbbbf" + hex(GOOD)),
                bytes("a UTF-8 byte order mark only", "efbbbf"),
                bytes("a UTF-16 byte order mark only", "feff"),
                bytes("half a UTF-8 byte order mark", "efbb" + hex(GOOD)),
                bytes("ISO-8859-1", hex("{\"identity\":\"Ren") + "e9" + hex("\"}")),
                bytes("an octet that is never UTF-8", hex("{\"identity\":\"") + "ff" + hex("\"}")),
                bytes("an overlong slash", hex("{\"identity\":\"") + "c0af" + hex("\"}")),
                bytes("an overlong NUL", hex("{\"identity\":\"") + "c080" + hex("\"}")),
                bytes("half of a surrogate pair, raw", hex("{\"identity\":\"") + "eda080" + hex("\"}")),
                bytes("a surrogate pair in CESU-8", hex("{\"identity\":\"") + "eda0bdedb880" + hex("\"}")),
                bytes("a continuation without a start", hex("{\"identity\":\"") + "80" + hex("\"}")),
                bytes("a start without its continuation", hex("{\"identity\":\"") + "e282" + hex("\"}")),
                bytes("a character past U+10FFFF", hex("{\"identity\":\"") + "f4908080" + hex("\"}")),
                bytes("an incomplete character at the end", hex(GOOD) + "c3"),
                bytes("one NUL", "00"),
                bytes("one octet FF", "ff"),
                bytes("gzip that is not declared", "1f8b08000000000000ff"),
                bytes("a wrong octet in an unknown field", hex("{\"identity\":\"a\",\"x\":\"") + "fe" + hex("\"}")));
    }

    private static BadRequest bytes(String name, String hex) {
        return BadRequest.json(Refusal.MALFORMED_BODY, name, HexFormat.of().parseHex(hex));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
