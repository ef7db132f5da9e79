package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.StrictS3Process;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, pressed in a terminal in which a command runs as {@code bin/sandbox} runs it. */
class CtrlCIT {
    private static final Checkout CHECKOUT = Checkout.current();

    private final List<String> printed = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void whileASandboxStartsNothingOfItIsLeft() {
        leavesNothing("bootstrapping", "up");
    }

    @Test
    @Nightly(6)
    void whileTheDemoUploadsIntoTheSandboxThatItStartedNothingOfItIsLeft() throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        for (int i = 0; i < 50; i++) {
            Files.writeString(files.resolve(i + ".txt"), "content");
        }

        leavesNothing("uploading", "demo", files.toString());
    }

    private void leavesNothing(String when, String... command) {
        Path state = folder.resolve("state");
        int port = Ports.free();
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--state", state.toString(), "--port", Integer.toString(port)));

        int status = press(when, arguments.toArray(String[]::new));

        assertThat(status).as(this::output).isEqualTo(130);
        assertThat(output()).contains("interrupted: stopping what was started").doesNotContain("Exception", "status 1");
        assertThat(Ports.isFree(port)).isTrue();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(state.toString())))
                .isEmpty();
        assertThat(state.resolve("state.json")).doesNotExist();
        assertThat(state.resolve("external-id")).doesNotExist();
    }

    private int press(String when, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Tool.PYTHON.find(CHECKOUT).toString(),
                CHECKOUT.root()
                        .resolve("sandbox/app/src/test/terminal/press_ctrl_c.py")
                        .toString(),
                when,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsandbox.checkout=" + CHECKOUT.root(),
                "-cp",
                StrictS3Process.classPath(CHECKOUT),
                SandboxCommand.class.getName()));
        words.addAll(List.of(arguments));
        return new ExternalCommand(CHECKOUT.root(), Map.of(), words).run(printed::add);
    }

    private String output() {
        return String.join("\n", printed);
    }
}
