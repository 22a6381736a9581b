package io.korests.token;

import io.korests.problem.Refusal;
import java.util.stream.Stream;

/** Bodies that are declared JSON and are none, or none that two readers understand alike. */
final class BadJson {

    static final String GOOD = "{\"identity\":\"user@example.com\",\"clientSecret\":\"" + BadRequest.SECRET + "\"}";

    private BadJson() {}

    static Stream<BadRequest> all() {
        return Stream.of(broken(), values(), strings(), afterwards(), other(), depth(), twice())
                .flatMap(requests -> requests);
    }

    private static Stream<BadRequest> broken() {
        return Stream.of(
                bad("an opening brace only", "{"),
                bad("a closing brace only", "}"),
                bad("ends after a key", "{\"identity\""),
                bad("ends after a colon", "{\"identity\":"),
                bad("ends within a text", "{\"identity\":\"" + BadRequest.SECRET),
                bad("ends after a value", "{\"identity\":\"a\""),
                bad("ends after a comma", "{\"identity\":\"a\","),
                bad("ends within a nested object", "{\"identity\":\"a\",\"x\":{"),
                bad("ends within a nested array", "{\"identity\":\"a\",\"x\":[1,"),
                bad("comma before the brace", "{\"identity\":\"a\",}"),
                bad("comma first", "{,\"identity\":\"a\"}"),
                bad("two commas", "{\"identity\":\"a\",,\"x\":1}"),
                bad("no comma", "{\"identity\":\"a\" \"x\":1}"),
                bad("no colon", "{\"identity\" \"a\"}"),
                bad("an equals sign for the colon", "{\"identity\"=\"a\"}"),
                bad("a semicolon for the comma", "{\"identity\":\"a\";\"x\":1}"),
                bad("a key without quotes", "{identity:\"a\"}"),
                bad("single quotes", "{'identity':'a'}"),
                bad("typographic quotes", "{“identity”:“a”}"),
                bad("a number as key", "{1:\"a\"}"),
                bad("a block comment", "{/* c */\"identity\":\"a\"}"),
                bad("a line comment", "{\"identity\":\"a\" // c\n}"),
                bad("a hash comment", "{\"identity\":\"a\" # c\n}"),
                bad("brackets that do not match", "{\"identity\":\"a\",\"x\":[1}]"),
                bad("a form declared JSON", "identity=user&clientSecret=" + BadRequest.SECRET),
                bad("XML declared JSON", "<identity>" + BadRequest.SECRET + "</identity>"),
                bad("a callback around it", "callback(" + GOOD + ")"),
                bad("a prefix against hijacking", ")]}',\n" + GOOD));
    }

    private static Stream<BadRequest> values() {
        return Stream.of(
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "undefined",
                        "True",
                        "nul",
                        "tru",
                        "falsey",
                        "01",
                        "-01",
                        "+1",
                        ".5",
                        "1.",
                        "1.e3",
                        "1e",
                        "1e+",
                        "--1",
                        "-",
                        "0x10",
                        "1_000",
                        "1,5",
                        "0b1",
                        "'a'",
                        "a",
                        "$",
                        "\\u0061")
                .map(value -> bad("the value " + value, "{\"identity\":" + value + "}"));
    }

    private static Stream<BadRequest> strings() {
        return Stream.of(
                bad("a line break within a text", "{\"identity\":\"a\nb\"}"),
                bad("a tab within a text", "{\"identity\":\"a\tb\"}"),
                bad("a NUL within a text", "{\"identity\":\"a\0b\"}"),
                bad("a control character within a text", "{\"identity\":\"a\u001fb\"}"),
                bad("a line break within a key", "{\"iden\ntity\":\"a\"}"),
                bad("a control character in an unknown field", "{\"identity\":\"a\",\"x\":\"\u0001\"}"),
                bad("the escape \\x", "{\"identity\":\"\\x41\"}"),
                bad("the escape \\'", "{\"identity\":\"\\'\"}"),
                bad("the escape \\0", "{\"identity\":\"\\0\"}"),
                bad("a backslash at the end", "{\"identity\":\"a\\\"}"),
                bad("\\u with three digits", "{\"identity\":\"\\u123\"}"),
                bad("\\u with a letter past F", "{\"identity\":\"\\u12G4\"}"),
                bad("\\u with a sign", "{\"identity\":\"\\u-123\"}"),
                bad("\\u{…}", "{\"identity\":\"\\u{1F600}\"}"));
    }

    private static Stream<BadRequest> afterwards() {
        return Stream.of(
                        "x",
                        "{}",
                        GOOD,
                        "]",
                        "}",
                        ",",
                        "null",
                        "1",
                        "\"\"",
                        "\n\ntext",
                        "// c",
                        "\0",
                        "\u001a",
                        ";",
                        "﻿")
                .map(rest -> bad("then " + printable(rest), GOOD + rest));
    }

    private static Stream<BadRequest> other() {
        return Stream.of("[]", "[" + GOOD + "]", "\"user\"", "\"\"", "42", "true", "false", "null")
                .map(json -> bad("not an object but " + printable(json), json));
    }

    private static Stream<BadRequest> depth() {
        return Stream.of(
                bad("arrays 40 deep in an unknown field", nested("\"x\":", "[", "]", 40)),
                bad("objects 40 deep in an unknown field", nested("\"x\":", "{\"x\":", "}", 40)),
                bad("arrays 40 deep as identity", nested("\"identity\":", "[", "]", 40)),
                bad("objects 40 deep as privateClaims", nested("\"privateClaims\":", "{\"x\":", "}", 40)),
                bad("7000 brackets that never close", "{\"x\":" + "[".repeat(7000)),
                bad("3000 objects that never close", "{\"x\":".repeat(2500)));
    }

    private static String nested(String field, String open, String close, int depth) {
        return '{' + field + open.repeat(depth) + (open.equals("[") ? "" : "1") + close.repeat(depth) + '}';
    }

    private static Stream<BadRequest> twice() {
        return Stream.of(
                bad("identity twice", "{\"identity\":\"a\",\"identity\":\"b\"}"),
                bad("identity twice alike", "{\"identity\":\"a\",\"identity\":\"a\"}"),
                bad("identity twice, one spelt with an escape", "{\"identity\":\"a\",\"\\u0069dentity\":\"b\"}"),
                bad("identity null and again", "{\"identity\":null,\"identity\":\"b\"}"),
                bad("clientId twice", "{\"identity\":\"a\",\"clientId\":\"cs-travel\",\"clientId\":\"cs-members\"}"),
                bad("isAnonymous twice", "{\"isAnonymous\":false,\"identity\":\"a\",\"isAnonymous\":true}"),
                bad(
                        "clientSecret twice",
                        "{\"identity\":\"a\",\"clientSecret\":\"\",\"clientSecret\":\"" + BadRequest.SECRET + "\"}"),
                bad("an unknown key twice", "{\"identity\":\"a\",\"x\":1,\"x\":1}"),
                bad("a key twice within an unknown field", "{\"identity\":\"a\",\"x\":{\"y\":1,\"y\":2}}"),
                bad(
                        "a key twice deep within an unknown field",
                        "{\"identity\":\"a\",\"x\":[{\"y\":[{\"z\":1,\"z\":2}]}]}"),
                bad(
                        "a key twice within privateClaims",
                        "{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"privateClaims\":{\"y\":1,\"y\":2}}"),
                bad(
                        "a key twice within secureCustomData",
                        "{\"clientId\":\"cs-claims\",\"identity\":\"a\",\"secureCustomData\":{\"y\":{\"z\":1,\"z\":2}}}"),
                bad("an empty key twice", "{\"\":1,\"identity\":\"a\",\"\":2}"));
    }

    private static BadRequest bad(String name, String json) {
        return BadRequest.json(Refusal.MALFORMED_BODY, name, json);
    }

    private static String printable(String text) {
        return text.length() > 20
                ? "a whole object"
                : text.replaceAll("\\p{Cntrl}", "?").strip();
    }
}
