package io.korests.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code health-check}: asks the liveness probe on the management port. The image runs it by its own {@code main}, without any
 * library, over a bare socket: an HTTP client would load ten times as many classes.
 */
final class HealthCheck {
    /** The variable that names the file in which Boot's {@code WebServerPortFileWriter} leaves the service's port. */
    static final String PORT_FILE = "PORTFILE";

    private static final int TIMEOUT_MILLIS = 1500;

    private HealthCheck() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out));
    }

    /** @return the exit code: 0 where the probe answers 200, otherwise 1, after a message */
    static int run(Map<String, String> environment, PrintStream out) {
        String port = port(environment);
        String failure = failure(port);
        if (failure.isEmpty()) {
            return 0;
        }
        out.println("The liveness probe on port " + port + " failed: " + failure);
        return 1;
    }

    /** The port that the service wrote down, however it was set; without such a file the variable's, or the default. */
    private static String port(Map<String, String> environment) {
        try {
            // The writer adds the name of the context before the extension.
            String file = environment.getOrDefault(PORT_FILE, "").replaceFirst("(\\.\\w+)$", "-management$1");
            return Files.readString(Path.of(file)).strip();
        } catch (IOException absent) {
            return environment.getOrDefault("MANAGEMENT_SERVER_PORT", "7001");
        }
    }

    /** On both loopback addresses, since management.server.address may be either. */
    private static String failure(String port) {
        try {
            int number = Integer.parseInt(port);
            String first = failure(new InetSocketAddress("127.0.0.1", number));
            String second = first.isEmpty() ? "" : failure(new InetSocketAddress("::1", number));
            return second.isEmpty() ? "" : first + "; " + second;
        } catch (IllegalArgumentException noPort) {
            return "that is no port";
        }
    }

    /** @return empty where the probe answers 200 */
    private static String failure(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            String request = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return status != null && status.matches("HTTP/1\\.[01] 200( .*)?") ? "" : address + " answers " + status;
        } catch (IOException problem) {
            return address + ": " + problem.getMessage();
        }
    }
}
