package org.allowput.sandbox.deployed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;

/** The AWS CLI in a process that runs each command in a fork of itself. It ends with this JVM. */
final class AwsCliServer {
    /**
     * The folder of {@code aws}: a file that nobody writes, since one that another thread writes cannot be executed.
     */
    static final Path PROGRAMS = Checkout.current().root().resolve("sandbox/app/src/test/aws");

    private AwsCliServer() {}

    /** What {@code aws} reaches it by. */
    static Map<String, String> environment() {
        return Map.of("CLI_PYTHON", Started.PYTHON.toString(), "CLI_SOCKET", Started.SOCKET.toString());
    }

    private static final class Started {
        private static final Path PYTHON = VirtualEnvironment.prepare(
                        Checkout.current(),
                        Checkout.current().root().resolve("sandbox/app/requirements.txt"),
                        Tool.PYTHON,
                        progress -> {})
                .folder()
                .resolve("bin/python");

        /** In a folder of its own with a short name: the name of a socket has 104 characters at most. */
        private static final Path SOCKET = start();

        private static Path start() {
            return Unchecked.get(() -> {
                Path folder = Files.createTempDirectory("aws");
                folder.toFile().deleteOnExit();
                Path socket = folder.resolve("socket");
                socket.toFile().deleteOnExit();
                Process server = new ProcessBuilder(
                                PYTHON.toString(), PROGRAMS.resolve("cli.py").toString(), "--serve", socket.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (!"ready".equals(server.inputReader().readLine())) {
                    throw new IllegalStateException("The AWS CLI does not start: see the standard error above.");
                }
                return socket;
            });
        }
    }
}
