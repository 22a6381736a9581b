package io.korests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as bytes, sent by a plain socket: libraries will not send what is wrong, and most of what is tested here is.
 * Immutable.
 */
public final class HttpCall {

    private static final int PATIENCE_MILLIS = (int) Patience.TIME.toMillis();

    private final String requestLine;
    private final List<String> headers;
    private final byte[] body;
    private final boolean framed;

    private HttpCall(String requestLine, List<String> headers, byte[] body, boolean framed) {
        this.requestLine = requestLine;
        this.headers = headers;
        this.body = body;
        this.framed = framed;
    }

    public static HttpCall post(String target) {
        return of("POST", target);
    }

    public static HttpCall of(String method, String target) {
        return new HttpCall(method + ' ' + target + " HTTP/1.1", List.of(), new byte[0], false);
    }

    /** The whole request, or what pretends to be one. */
    public static HttpCall raw(String bytes) {
        return new HttpCall("", List.of(), bytes.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    /** @param value characters up to U+00FF are sent as one byte each */
    public HttpCall header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new HttpCall(requestLine, List.copyOf(more), body, framed);
    }

    public HttpCall origin(String origin) {
        return header("Origin", origin);
    }

    public HttpCall json(String json) {
        return header("Content-Type", "application/json").body(json);
    }

    public HttpCall form(String form) {
        return header("Content-Type", "application/x-www-form-urlencoded").body(form);
    }

    public HttpCall body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public HttpCall body(byte[] bytes) {
        return new HttpCall(requestLine, headers, bytes, false)
                .header("Content-Length", "" + bytes.length)
                .framed();
    }

    /** The body in one chunk (RFC 9112 §7.1), its length not in the headers. */
    public HttpCall chunked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(bytes);
        chunks.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new HttpCall(requestLine, headers, chunks.toByteArray(), false)
                .header("Transfer-Encoding", "chunked")
                .framed();
    }

    /** A body without any header that says how long it is. */
    public HttpCall unframed(String text) {
        return new HttpCall(requestLine, headers, text.getBytes(StandardCharsets.UTF_8), true);
    }

    private HttpCall framed() {
        return new HttpCall(requestLine, headers, body, true);
    }

    /** Whether method and path, without the query, are as the regular expressions say. */
    boolean isFor(String method, String path) {
        return requestLine.matches(method + ' ' + path + "(\\?\\S*)? HTTP/1\\.1");
    }

    /** Sends it to 127.0.0.1 and reads the answer. */
    public HttpAnswer sendTo(int port) {
        byte[] request = bytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return HttpAnswer.read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private byte[] bytes() {
        if (requestLine.isEmpty()) {
            return body;
        }
        StringBuilder head = new StringBuilder(requestLine).append("\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: sts.example.com\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (!framed && requestLine.startsWith("POST")) {
            head.append("Content-Length: 0\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return requestLine;
    }
}
