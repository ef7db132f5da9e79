package org.allowput.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.function.Consumer;

/** The CDK's command line under {@code node_modules}. */
final class CdkInstallation {
    private CdkInstallation() {}

    /** Installs it, unless what {@code package-lock.json} names is installed. */
    static void ensure(Checkout checkout, Consumer<String> progress) {
        var installed = checkout.root().resolve("node_modules/.package-lock.json");
        var wanted = checkout.root().resolve("package-lock.json");
        try {
            if (Files.exists(installed)
                    && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) >= 0) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept("installing the CDK's command line (npm ci, once)");
        var said = new ArrayList<String>();
        var npm = Tool.NPM.find(checkout).toString();
        var status = new ExternalCommand(checkout.root(), npm, "ci").run(said::add);
        if (status != 0) {
            throw new SandboxException("The CDK's command line could not be installed. \"npm ci\" ended with status "
                    + status + " after:\n" + String.join("\n", said));
        }
    }
}
