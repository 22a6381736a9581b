package io.korests.vault;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The listening socket: on the loopback address, opened and closed as often as wanted, always on the same port. */
final class ProxySocket {

    static {
        // Without it the JDK's server on 17 sends headers and body apart, and each answer takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpHandler handler;
    private @Nullable HttpServer server;
    private @Nullable Socket placeholder;
    private int port;

    /** Prepares, does not open. */
    ProxySocket(HttpHandler handler) {
        this.handler = handler;
    }

    synchronized void open() {
        if (server != null) {
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer opened = HttpServer.create(address, 0);
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
        return "http://127.0.0.1:" + port;
    }
}
