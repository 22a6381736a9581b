package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.korests.HttpCall;
import io.korests.MarkdownFile;
import io.korests.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three commands that docs/vault.md begins with, in a shell, as they stand but for the ports. */
class VaultFirstStepsIT {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> commands = MarkdownFile.of("docs/vault.md").codeBlocks("Try it", "sh");
    private final int vaultPort = OpenBaoServer.freePort();

    @BeforeEach
    void putProgramsInPlace() throws IOException {
        assumeThat(OpenBaoServer.PROGRAM).as("OpenBao is not installed").isExecutable();
        Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/vault"), OpenBaoServer.PROGRAM);
        Files.createSymbolicLink(folder.resolve("kore-sts.jar"), Path.of(System.getProperty("sts.jar")));
    }

    @AfterEach
    void end() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void giveAToken() throws Exception {
        assertThat(commands).hasSize(3);
        run(0);
        VaultWait.await("the start of Vault").until(() -> output(0).contains("Root Token"));
        assertThat(run(1).waitFor(Patience.TIME.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(processes.get(1).exitValue()).as(output(1)).isZero();
        Process service = run(2);

        VaultWait.await("the start of the service")
                .until(() -> !service.isAlive() || PORT.matcher(output(2)).find());
        Matcher port = PORT.matcher(output(2));
        assertThat(port.find()).as(output(2)).isTrue();
        String token = HttpCall.post("/api/users/sts")
                .json("{\"identity\":\"jane@example.com\"}")
                .sendTo(Integer.parseInt(port.group(1)))
                .jwt();
        assertThat(token.split("\\.")).hasSize(3);
    }

    private Process run(int number) throws IOException {
        String command = commands.get(number)
                .replace("8200", Integer.toString(vaultPort))
                .replace("server -dev ", "server -dev -dev-listen-address=127.0.0.1:" + vaultPort + ' ');
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(number).toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().put("PATH", folder.resolve("bin") + ":" + java + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("MANAGEMENT_SERVER_PORT", "0");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path log(int number) {
        return folder.resolve(number + ".log");
    }

    private String output(int number) {
        try {
            return Files.readString(log(number));
        } catch (IOException exception) {
            return "";
        }
    }
}
