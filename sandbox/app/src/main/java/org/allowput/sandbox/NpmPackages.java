package org.allowput.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.Tool;

/**
 * Packages from npm, in the versions that a {@code package-lock.json} of this repository names.
 *
 * @param folder of that file, below the checkout's root
 * @param what they are for
 */
public record NpmPackages(String folder, String what) {
    public static final NpmPackages CDK = new NpmPackages("", "the CDK's command line");

    /** npm says the cause first, and how it could be called after it. */
    private static final int FIRST = 12;

    /** Installs them, unless they are; waits while another process does. Returns {@code node_modules}. */
    public Path ensure(Checkout checkout, Consumer<String> progress) {
        Path where = checkout.root().resolve(folder);
        Path modules = where.resolve("node_modules");
        Path lockFile = PrivateFiles.folder(checkout.tools()).resolve("npm.lock");
        try (FileChannel file = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (!lock.isValid()
                    || !isNewer(modules.resolve(".package-lock.json"), where.resolve("package-lock.json"))) {
                install(checkout, where, progress);
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install(Checkout checkout, Path where, Consumer<String> progress) {
        progress.accept("installing " + what + " (npm ci, once)");
        List<String> output = new ArrayList<>();
        String npm = Tool.NPM.find(checkout).toString();
        int status = new ExternalCommand(where, npm, "ci").run(output::add);
        if (status != 0) {
            throw new SetupException("Not installed: " + what + ". \"npm ci\" in " + where + " ended with status "
                    + status + ":\n" + String.join("\n", output.subList(0, Math.min(output.size(), FIRST)))
                    + "\nnpm needs access to an npm registry. Check its configuration and run the command again.");
        }
    }

    private static boolean isNewer(Path installed, Path wanted) throws IOException {
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) >= 0;
    }
}
