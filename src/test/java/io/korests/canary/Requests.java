package io.korests.canary;

import io.korests.HttpCall;
import java.util.List;
import java.util.stream.Stream;

/** Requests that have a secret wherever a caller can put one. */
final class Requests {

    static final String PATH = "/api/users/sts";

    private final String sent;

    /** @param sent letters and digits, so that it can stand anywhere as it is */
    Requests(String sent) {
        this.sent = sent;
    }

    HttpCall post() {
        return marked("POST", PATH);
    }

    /** With the secret in the query and in headers that browsers, phones and proxies send. */
    HttpCall marked(String method, String path) {
        return HttpCall.of(method, path + "?clientSecret=" + sent + "&access_token=" + sent)
                .header("User-Agent", sent)
                .header("Cookie", "session=" + sent + "; " + sent + "=\"" + sent)
                .header("Referer", "https://www.example.com/?token=" + sent)
                .header("X-Forwarded-For", sent)
                .header("X-Forwarded-Proto", sent)
                .header("X-Api-Key", sent)
                .header("X-" + sent, sent)
                .header("state", sent)
                .header("traceparent", "00-" + sent + "-" + sent + "-01")
                .header("baggage", "secret=" + sent);
    }

    /** A JSON body with the secret as the client's, as an audience and in fields that nobody knows. */
    String json(String more) {
        return "{\"clientSecret\":\"%1$s\",\"aud\":\"%1$s\",\"%1$s\":{\"%1$s\":[\"%1$s\"]}%2$s}".formatted(sent, more);
    }

    String form(String more) {
        return "clientSecret=" + sent + "&aud=" + sent + "&" + sent + "=" + sent + more;
    }

    /** Bodies that cannot be used, from a caller who may have a token. */
    Stream<HttpCall> refusedFor(HttpCall proven) {
        return Stream.of(
                proven.json(json(",")),
                proven.json(json("") + sent),
                proven.json("{\"" + sent + "\":1,\"" + sent + "\":2}"),
                proven.json("\"" + sent + "\""),
                proven.json("[".repeat(40) + sent),
                proven.json(json(",\"identity\":{\"" + sent + "\":1}")),
                proven.json(json(",\"identity\":\"" + sent + "\\u0000\"")),
                proven.json(json(",\"isAnonymous\":\"" + sent + "\"")),
                proven.json(json(",\"clientId\":\"" + sent + "\"")),
                proven.json(json(",\"anonymousJwt\":\"" + sent + "\"")),
                proven.json(json(",\"anonymousJwt\":\"" + sent + "." + sent + "." + sent + "\"")),
                proven.json(json(",\"identityToMerge\":\"" + sent + "\"")),
                proven.json(json(",\"privateClaims\":{\"" + sent + "\":\"" + sent + "\"}")),
                proven.json(json(",\"privateClaims\":[\"" + sent + "\"]")),
                proven.json(json(" ".repeat(17_000))),
                proven.form(form("&identity=%zz")),
                proven.form(form("&clientSecret=" + sent)),
                proven.form(json("")),
                proven.header("Content-Type", "text/" + sent).body(sent),
                proven.header("Content-Type", sent).body(sent),
                proven.header("Content-Encoding", sent).json(json("")),
                proven.header("Accept", "text/" + sent).json(json("")),
                proven.origin("https://" + sent + ".example").json(json("")),
                proven.origin(sent).form(form("")),
                proven.header("Sec-Fetch-Site", "cross-site").form(form("")));
    }

    /** What is no request for a token. */
    Stream<HttpCall> others() {
        return Stream.of(
                marked("GET", PATH),
                marked("TRACE", PATH),
                marked(sent, PATH),
                // Without the secret: an origin that may not ask is public, and the log names it.
                marked("OPTIONS", PATH)
                        .origin("https://elsewhere.example")
                        .header("Access-Control-Request-Method", sent),
                marked("GET", "/" + sent),
                marked("POST", "/" + sent).body(sent),
                marked("GET", "/WEB-INF/" + sent),
                marked("GET", "/.well-known/" + sent + ".pem"),
                marked("GET", "/.well-known/jwks.json"),
                marked("GET", "/.well-known/bank.pem"),
                marked("GET", "/openapi.yaml"),
                marked("GET", "/playground/"),
                marked("GET", "/playground/" + sent),
                marked("GET", "/error"));
    }

    /** What is hardly HTTP. */
    Stream<HttpCall> malformed() {
        String line = "POST " + PATH + " HTTP/1.1\r\n";
        String end = "Connection: close\r\n\r\n";
        return Stream.of(
                        sent + "\r\n\r\n",
                        sent + " " + sent + " " + sent + "\r\n\r\n",
                        "POST " + PATH + "?{" + sent + "} HTTP/1.1\r\nHost: a\r\n" + end,
                        "POST /..;/" + sent + " HTTP/1.1\r\nHost: a\r\n" + end,
                        "POST http://[" + sent + "/ HTTP/1.1\r\nHost: a\r\n" + end,
                        line + "Host: " + sent + "_?\r\n" + end,
                        line + "Host: a:" + sent + "\r\n" + end,
                        line + "Host: a\r\n" + sent + "\r\n" + end,
                        line + "Host: a\r\nX " + sent + ": " + sent + "\r\n" + end,
                        line + "Host: a\r\nX: " + sent + "\0\r\n" + end,
                        line + "Host: a\r\nX: " + sent.repeat(300) + "\r\n" + end,
                        line + "Host: a\r\nContent-Length: " + sent + "\r\n" + end,
                        line + "Host: a\r\nTransfer-Encoding: " + sent + "\r\n" + end,
                        line + "Host: a\r\nExpect: " + sent + "\r\n" + end,
                        line + "Host: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + end
                                + sent + "\r\n")
                .map(HttpCall::raw);
    }

    /** Every management endpoint that is served, and some that are not. */
    Stream<HttpCall> management() {
        Stream<HttpCall> served = Stream.of("health", "health/liveness", "health/readiness", "info", "prometheus")
                .map(id -> marked("GET", "/actuator/" + id));
        HttpCall refresh = marked("POST", "/actuator/refresh");
        Stream<HttpCall> more = Stream.of(
                refresh,
                refresh.json(json("")),
                refresh.json(sent),
                refresh.json("{\"" + sent),
                refresh.form(form("")),
                refresh.header("Content-Type", sent).body(sent),
                refresh.header("Accept", "text/" + sent),
                marked("DELETE", "/actuator/health"),
                marked(sent, "/actuator/info"),
                marked("GET", "/actuator/health/" + sent),
                marked("GET", "/actuator/env/" + sent),
                marked("GET", "/" + sent));
        return Stream.of(served, more, malformed()).flatMap(calls -> calls);
    }

    /** Of a caller who proves nothing. */
    List<HttpCall> unproven() {
        return List.of(
                post(),
                post().json(json(",\"identity\":\"" + sent + "\"")),
                post().header("Authorization", "Bearer " + sent).form(form("")),
                post().header("Authorization", "Bearer " + sent + "." + sent + "." + sent),
                post().header("Authorization", "Basic " + sent),
                post().header("Authorization", "bearer undefined"),
                post().header("X-Gateway-Secret", sent).header("X-Forwarded-User", sent));
    }
}
