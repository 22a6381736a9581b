package io.korests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar in a process of its own, on ports of the system's choice at 127.0.0.1, with no environment but what it is
 * given. It is killed when closed, and with this JVM.
 */
public final class PackagedJar implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Thread reader;
    private final Thread killer;
    private final StringBuffer output = new StringBuffer();
    private final CountDownLatch bothPorts = new CountDownLatch(2);

    private PackagedJar(Process process) {
        this.process = process;
        this.reader = new Thread(this::readOutput, "output of the jar");
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param directory its working directory
     * @param environment all of its environment
     */
    public static PackagedJar start(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("sts.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("MANAGEMENT_SERVER_PORT", "0");
        try {
            return new PackagedJar(builder.start());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (PORT.matcher(line).find()) {
                    bothPorts.countDown();
                }
            }
        } catch (IOException exception) {
            // The process was killed.
        }
        while (bothPorts.getCount() > 0) {
            bothPorts.countDown();
        }
    }

    /** Where the tokens are. */
    public int port() {
        return port(0);
    }

    public int managementPort() {
        return port(1);
    }

    private int port(int index) {
        await(bothPorts);
        Matcher matcher = PORT.matcher(output);
        for (int i = 0; i <= index; i++) {
            if (!matcher.find()) {
                throw new AssertionError("did not start:\n" + output);
            }
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("neither started nor ended in " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still runs:\n" + output);
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** All that it has written. */
    public String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
