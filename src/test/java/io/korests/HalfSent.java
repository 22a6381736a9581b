package io.korests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request of which only a part has been sent yet. */
public final class HalfSent implements AutoCloseable {

    private static final int PATIENCE_MILLIS = (int) Patience.TIME.toMillis();

    private final Socket socket;

    private HalfSent(Socket socket) {
        this.socket = socket;
    }

    /** Headers that announce a form, and so much of it. */
    public static HalfSent form(int port, int announced, String soFar) {
        return raw(
                port,
                "POST /api/users/sts HTTP/1.1\r\nHost: sts.example.com\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + announced
                        + "\r\n\r\n" + soFar);
    }

    /** As {@link #form}, and waits until the service has begun to read the body (RFC 9110 §10.1.1). */
    public static HalfSent takenOn(int port, int announced, String soFar) {
        HalfSent request = raw(
                port,
                "POST /api/users/sts HTTP/1.1\r\nHost: sts.example.com\r\nExpect: 100-continue\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + announced
                        + "\r\n\r\n");
        request.awaitContinue();
        return request.send(soFar);
    }

    private void awaitContinue() {
        try {
            StringBuilder head = new StringBuilder();
            int octet = 0;
            while (head.indexOf("\r\n\r\n") < 0 && octet >= 0) {
                octet = socket.getInputStream().read();
                head.append((char) octet);
            }
            if (!head.toString().startsWith("HTTP/1.1 100")) {
                throw new IllegalStateException("not taken on: " + head);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public static HalfSent raw(int port, String soFar) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new HalfSent(socket).send(soFar);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public HalfSent send(String more) {
        try {
            socket.getOutputStream().write(more.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public HttpAnswer answer() {
        try {
            return HttpAnswer.read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** Waits until the other end closes, and says what came before it did. */
    public String untilClosed() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
