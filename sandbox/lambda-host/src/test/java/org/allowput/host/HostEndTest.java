package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.allowput.host.invocation.InvocationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a host ends, no child of it stays. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostEndTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aClosedHostLeavesNoProcessAndNoTemporaryFolderAndAnswersWhoWaits() throws Exception {
        ProbeHost host =
                new ProbeHost(folder, ProbeFunction.version("1", Map.of()), settings -> settings.withEnvironments(2));
        ProcessHandle idle = host.process();
        CompletableFuture<InvocationResult> running = host.invokeInBackground("{'do': 'hang'}");
        ProcessHandle busy = host.hanging();
        assertThat(folder.resolve("environments")).isNotEmptyDirectory();

        host.close();

        assertThat(idle.isAlive()).isFalse();
        assertThat(busy.isAlive()).isFalse();
        assertThat(running).succeedsWithin(SOON).isInstanceOf(InvocationResult.Failed.class);
        assertThat(folder.resolve("environments")).isEmptyDirectory();
        host.close();
    }

    @ParameterizedTest
    @CsvSource({
        "end, idle, with setpriv",
        "end, busy, with setpriv",
        "kill, idle, with setpriv",
        "kill, busy, with setpriv",
        "end, busy, without setpriv",
        "kill, idle, without setpriv",
    })
    void aHostThatIsEndedOrKilledLeavesNoProcess(String how, String what, String system) throws Exception {
        String event = what.equals("busy") ? "{\"do\": \"hang\"}" : "{\"do\": \"announce\"}";
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProbeHostProcess.class.getName(),
                        folder.toString(),
                        event)
                .redirectErrorStream(true);
        if (system.equals("without setpriv")) {
            command.environment().put("PATH", folder.toString());
        }
        Process host = command.start();
        ProcessHandle child = announced(host);
        assertThat(child.isAlive()).isTrue();

        if (how.equals("kill")) {
            host.destroyForcibly();
        } else {
            host.destroy();
        }

        assertThat(host.onExit()).succeedsWithin(SOON);
        assertThat(child.onExit()).succeedsWithin(SOON);
    }

    private static ProcessHandle announced(Process host) throws IOException {
        BufferedReader output = host.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("running in ")) {
                return ProcessHandle.of(Long.parseLong(line.substring("running in ".length())))
                        .orElseThrow();
            }
        }
        throw new AssertionError("The host ended before its function said anything");
    }
}
