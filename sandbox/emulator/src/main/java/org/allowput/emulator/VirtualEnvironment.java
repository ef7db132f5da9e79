package org.allowput.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;

/**
 * The Python virtual environment that holds an emulator or another program: made once for each state of the file that
 * names its packages, with exactly the files whose hashes stand there.
 */
public record VirtualEnvironment(Path folder) {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    private static final int TAIL = 15;

    public Path python() {
        return folder.resolve("bin/python");
    }

    /** Makes that of an emulator, or finds it complete. Waits while another process is at it. */
    public static VirtualEnvironment prepare(Checkout checkout, EmulatorProgram program, Consumer<String> progress) {
        return prepare(checkout, requirements(checkout, program), program.python(), progress);
    }

    /**
     * Makes that of other packages, or finds it complete.
     *
     * @param requirements a file with names, versions and hashes
     */
    public static VirtualEnvironment prepare(
            Checkout checkout, Path requirements, Tool interpreter, Consumer<String> progress) {
        Path python = interpreter.find(checkout);
        Path tools = PrivateFiles.folder(checkout.tools());
        ONE_AT_A_TIME.lock();
        try (FileChannel lock = FileChannel.open(
                        tools.resolve("venv.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            VirtualEnvironment created = new VirtualEnvironment(tools.resolve("venv-" + digest(requirements, python)));
            Path complete = created.folder.resolve("complete");
            if (!held.isValid() || !Files.exists(complete)) {
                progress.accept("installing the emulator (Python packages, once)");
                created.install(checkout, requirements, python);
                Files.createFile(complete);
            }
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private void install(Checkout checkout, Path requirements, Path python) throws IOException {
        PrivateFiles.delete(folder);
        run(new ExternalCommand(checkout.root(), python.toString(), "-m", "venv", folder.toString()));
        run(new ExternalCommand(
                        checkout.root(),
                        python().toString(),
                        "-m",
                        "pip",
                        "install",
                        "--require-hashes",
                        "--no-input",
                        "--requirement",
                        requirements.toString())
                // Python compiles what is imported, which is the smaller part.
                .with(Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_NO_COMPILE", "1")));
    }

    private static void run(ExternalCommand command) {
        ArrayDeque<String> tail = new ArrayDeque<>();
        int status = command.run(line -> {
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
        });
        if (status != 0) {
            throw new SetupException("The emulator could not be installed. \"" + String.join(" ", command.words())
                    + "\" ended with status " + status + " after:\n" + String.join("\n", tail)
                    + "\n"
                    + "pip needs access to a Python package index. Check its configuration and run the command"
                    + " again.");
        }
    }

    /** Names and versions of the Python packages of an emulator, each with the hashes of its files. */
    public static Path requirements(Checkout checkout, EmulatorProgram program) {
        return checkout.root().resolve("sandbox/emulator").resolve(program.requirements());
    }

    private static String digest(Path requirements, Path python) throws IOException {
        MessageDigest sha = Unchecked.get(() -> MessageDigest.getInstance("SHA-256"));
        sha.update(Files.readAllBytes(requirements));
        sha.update(python.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha.digest(), 0, 6);
    }
}
