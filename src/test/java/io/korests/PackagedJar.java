package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged jar in a process of its own, on ports of the system's choice at 127.0.0.1, with no environment but what it is
 * given. It is killed when closed, and with this JVM.
 */
public final class PackagedJar implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final Thread reader;
    private final Thread killer;
    private final StringBuffer output = new StringBuffer();
    private List<Integer> ready = List.of();

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
        return start(List.of(), Path.of(System.getProperty("sts.jar")), directory, environment, arguments);
    }

    /** As the other, by a user who may not read what root alone may: where the tests are root's, by one without a name. */
    static PackagedJar startWithoutRights(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        // The build may be where nobody else may go.
        Path jar = directory.resolve("kore-sts.jar");
        Files.copy(Path.of(System.getProperty("sts.jar")), jar, StandardCopyOption.REPLACE_EXISTING);
        return start(
                root ? List.of("setpriv", "--reuid=65532", "--regid=65532", "--clear-groups") : List.of(),
                jar,
                directory,
                environment,
                arguments);
    }

    private static PackagedJar start(
            List<String> before, Path jar, Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Spring would log in to Vault by the ~/.vault-token of a developer.
                "-Duser.home=" + directory,
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("STS_DRAIN", "0s");
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
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
            }
        } catch (IOException exception) {
            // The process was killed.
        }
    }

    /** Where the tokens are, once it is ready to give some. */
    public int port() {
        return readyPorts().get(0);
    }

    /** Where its management is, once it is ready. */
    public int managementPort() {
        return readyPorts().get(1);
    }

    private List<Integer> readyPorts() {
        if (ready.isEmpty()) {
            ready = awaitReady();
        }
        return ready;
    }

    private List<Integer> awaitReady() {
        await().atMost(Patience.TIME)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new AssertionError("ended with exit code " + exitCode() + ":\n" + output);
        }
        return ports();
    }

    /** It listens before it says so: what happens in between is not in the output yet. */
    private boolean isReady() {
        List<Integer> ports = ports();
        return ports.size() == 2
                && HttpCall.of("GET", "/actuator/health/readiness")
                                .sendTo(ports.get(1))
                                .status()
                        == 200;
    }

    private List<Integer> ports() {
        return PORT.matcher(output())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
    }

    /** Waits until it has written all of these: its output comes by another way than its answers, and may be later. */
    public void awaitOutput(String... texts) {
        await().atMost(Patience.TIME).untilAsserted(() -> assertThat(output()).contains(texts));
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(Patience.TIME.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs:\n" + output);
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** Sends SIGTERM, as an orchestrator does; {@code process.destroy()} would also close its output, unread. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it by SIGTERM and waits for its last words. */
    public void stop() {
        terminate();
        exitCode();
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
