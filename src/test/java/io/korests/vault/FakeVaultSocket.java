package io.korests.vault;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The listening socket: on the loopback address, opened and closed as often as wanted, always on the same port. */
final class FakeVaultSocket {

    static {
        // Without it the JDK's server on 17 sends headers and body apart, and each answer takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-vault");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpHandler handler;
    private final @Nullable SSLContext tls;
    private @Nullable HttpServer server;
    private @Nullable Socket placeholder;
    private int port;

    /**
     * Prepares, does not open.
     *
     * @param tls null for plain HTTP
     * @param port 0 for any free one
     */
    FakeVaultSocket(HttpHandler handler, @Nullable SSLContext tls, int port) {
        this.handler = handler;
        this.tls = tls;
        this.port = port;
    }

    synchronized void open() {
        if (server != null) {
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer opened = tls == null ? HttpServer.create(address, 0) : secured(address, tls);
            opened.setExecutor(threads);
            opened.createContext("/", handler);
            opened.start();
            port = opened.getAddress().getPort();
            server = opened;
            release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer secured(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer secured = HttpsServer.create(address, 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(tls));
        return secured;
    }

    /** Closes the socket and every connection; from now on connections are refused. */
    synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
            hold();
        }
    }

    /** Keeps the port without listening, so that nobody else gets it meanwhile. */
    private void hold() {
        try {
            Socket bound = new Socket();
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            placeholder = bound;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release() throws IOException {
        if (placeholder != null) {
            placeholder.close();
            placeholder = null;
        }
    }

    /** Closes for good, and interrupts what still waits. */
    synchronized void shutDown() {
        close();
        threads.shutdownNow();
        try {
            release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized String uri() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }
}
