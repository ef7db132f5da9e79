package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;

/** The AWS CLI in a process that runs each command in a fork of itself. It ends with this JVM. */
final class AwsCliServer {
    private static final Path SCRIPT = Checkout.current().root().resolve("sandbox/app/src/test/aws/cli.py");

    private AwsCliServer() {}

    /** The words of a shell before those of a command. */
    static String command() {
        return "'%s' -I -S '%s' '%s'".formatted(Started.PYTHON, SCRIPT, Started.SOCKET);
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
            try {
                Path folder = Files.createTempDirectory("aws");
                folder.toFile().deleteOnExit();
                Path socket = folder.resolve("socket");
                socket.toFile().deleteOnExit();
                Process server = new ProcessBuilder(PYTHON.toString(), SCRIPT.toString(), "--serve", socket.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (!"ready".equals(server.inputReader().readLine())) {
                    throw new IllegalStateException("The AWS CLI does not start: see the standard error above.");
                }
                return socket;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
