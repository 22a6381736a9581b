package io.korests.token;

import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.problem.Refusal;
import java.util.stream.Stream;

/** Requests whose method, path, headers or size are wrong, and whose body would be good. */
final class BadProtocol {

    static final String GOOD = "{\"identity\":\"user@example.com\",\"clientSecret\":\"" + BadRequest.SECRET + "\"}";

    private static final int LIMIT = 16 * 1024;

    private BadProtocol() {}

    static Stream<BadRequest> all() {
        return Stream.of(methods(), paths(), queries(), types(), unacceptable(), sizes())
                .flatMap(requests -> requests);
    }

    private static Stream<BadRequest> methods() {
        return Stream.of("/api/users/sts", "/api/users/sts/", "/users/sts", "/users/sts/")
                .flatMap(path -> Stream.of("GET", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW", "post", "Post")
                        .map(method -> new BadRequest(
                                method + ' ' + path,
                                HttpCall.of(method, path)
                                        .origin(TestClientApps.ORIGIN)
                                        .json(GOOD),
                                Refusal.METHOD_NOT_ALLOWED)));
    }

    private static Stream<BadRequest> paths() {
        return Stream.of(
                        "/",
                        "/api",
                        "/api/users",
                        "/users",
                        "/api/users/sts/x",
                        "/api/users/sts.json",
                        "/api/users/stsx",
                        "/api/users/st",
                        "/API/USERS/STS",
                        "/api/Users/sts",
                        "/v1/api/users/sts",
                        "/sts",
                        "/api/users/sts/../jwt",
                        "/api/users/sts/..",
                        "/api/users/sts%20",
                        "/api/users/sts%3F",
                        "/error",
                        "/actuator",
                        "/actuator/health",
                        "/actuator/env",
                        "/health",
                        "/favicon.ico",
                        "/index.html",
                        "/WEB-INF/web.xml",
                        "/META-INF/MANIFEST.MF",
                        "//api/users/sts",
                        "/api//users/sts",
                        "/api/users/sts//",
                        "/api/users/sts;x=1",
                        "/api;x/users/sts",
                        "/%61pi/users/sts",
                        "/users/st%73/",
                        "/x/..;/api/users/sts",
                        "/x/../api/users/sts",
                        "/./api/users/sts",
                        "/api/users/sts,/x")
                .map(path -> new BadRequest(
                        "POST " + path,
                        HttpCall.post(path).origin(TestClientApps.ORIGIN).json(GOOD),
                        Refusal.NOT_FOUND));
    }

    private static Stream<BadRequest> queries() {
        return Stream.of(
                        "?identity=a",
                        "?identity=a&isAnonymous=true",
                        "?isAnonymous=true",
                        "?clientSecret=" + BadRequest.SECRET)
                .flatMap(query -> Stream.of(
                        new BadRequest(
                                "the query " + query + " and no body",
                                HttpCall.post("/api/users/sts" + query).origin(TestClientApps.ORIGIN),
                                Refusal.MISSING_IDENTITY),
                        new BadRequest(
                                "the query " + query + " and an empty form",
                                HttpCall.post("/api/users/sts" + query)
                                        .origin(TestClientApps.ORIGIN)
                                        .form(""),
                                Refusal.MISSING_IDENTITY)));
    }

    private static Stream<BadRequest> types() {
        Stream<BadRequest> types = Stream.of(
                        "text/plain",
                        "text/json",
                        "application/xml",
                        "multipart/form-data; boundary=x",
                        "application/jsonx",
                        "application/problem+json",
                        "application/*",
                        "*/*",
                        "json",
                        "application",
                        "application/",
                        "/json",
                        ";",
                        "application/json; charset=utf-16",
                        "application/json; charset=iso-8859-1",
                        "application/json; charset=x",
                        "application/x-www-form-urlencoded; charset=windows-1252",
                        "application/json, text/plain",
                        "application/jose",
                        "application/json; charset=\"utf-8",
                        "\"application/json\"")
                .map(type -> new BadRequest(
                        "Content-Type: " + type,
                        BadRequest.post().header("Content-Type", type).body(GOOD),
                        Refusal.UNSUPPORTED_MEDIA_TYPE));
        Stream<BadRequest> encodings = Stream.of("gzip", "deflate", "br", "x", "identity, gzip")
                .map(encoding -> new BadRequest(
                        "Content-Encoding: " + encoding,
                        BadRequest.post().header("Content-Encoding", encoding).json(GOOD),
                        Refusal.UNSUPPORTED_MEDIA_TYPE));
        BadRequest two = new BadRequest(
                "two Content-Types",
                BadRequest.post().header("Content-Type", "application/json").json(GOOD),
                Refusal.MALFORMED_REQUEST);
        BadRequest none =
                new BadRequest("no Content-Type", BadRequest.post().body(GOOD), Refusal.UNSUPPORTED_MEDIA_TYPE);
        return Stream.concat(Stream.concat(types, encodings), Stream.of(none, two));
    }

    private static Stream<BadRequest> unacceptable() {
        return Stream.of(
                        "text/html",
                        "text/plain",
                        "text/*",
                        "application/xml",
                        "image/*",
                        "application/json;q=0",
                        "application/jwt",
                        "text/html, application/xhtml+xml",
                        "application/problem+json",
                        "nonsense",
                        "application/json;q=0, text/html",
                        "application/json;q=0, */*",
                        "*/*;q=1, application/*;q=0",
                        "application/json;q=0.0, application/*, */*")
                .map(accept -> new BadRequest(
                        "Accept: " + accept,
                        BadRequest.post().header("Accept", accept).json(GOOD),
                        Refusal.NOT_ACCEPTABLE));
    }

    private static Stream<BadRequest> sizes() {
        String json = "{\"identity\":\"a\",\"x\":\"" + "y".repeat(LIMIT) + "\"}";
        String form = "identity=a&x=" + "y".repeat(LIMIT);
        HttpCall post = BadRequest.post();
        return Stream.of(
                tooLarge("JSON of one byte too many", post.json(padded(LIMIT + 1))),
                tooLarge("JSON of 16 KiB and more", post.json(json)),
                tooLarge("JSON of 1 MiB", post.json(padded(1 << 20))),
                tooLarge("spaces of 16 KiB and more", post.json(" ".repeat(LIMIT + 1))),
                tooLarge(
                        "chunked JSON of one byte too many",
                        post.header("Content-Type", "application/json").chunked(padded(LIMIT + 1))),
                tooLarge(
                        "chunked JSON of 1 MiB",
                        post.header("Content-Type", "application/json").chunked(padded(1 << 20))),
                tooLarge("a form of 16 KiB and more", post.form(form)),
                tooLarge(
                        "a chunked form of 16 KiB and more",
                        post.header("Content-Type", "application/x-www-form-urlencoded")
                                .chunked(form)),
                tooLarge(
                        "a text of 1 MiB",
                        post.header("Content-Type", "text/plain").body("x".repeat(1 << 20))),
                tooLarge(
                        "a Content-Length of 9 EB and nothing after it",
                        post.header("Content-Type", "application/json")
                                .header("Content-Length", "" + Long.MAX_VALUE)
                                .unframed("")));
    }

    private static BadRequest tooLarge(String name, HttpCall call) {
        return new BadRequest(name, call, Refusal.BODY_TOO_LARGE);
    }

    /** A good request of exactly so many bytes. */
    static String padded(int bytes) {
        return GOOD + " ".repeat(bytes - GOOD.length());
    }
}
