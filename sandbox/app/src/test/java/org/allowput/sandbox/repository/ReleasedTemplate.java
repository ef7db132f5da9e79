package org.allowput.sandbox.repository;

import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;

/** A template of {@code templates/} as a release of this checkout has it, with its version. */
public final class ReleasedTemplate {
    private ReleasedTemplate() {}

    /**
     * The text that {@code build/stamp} prints.
     *
     * @throws IllegalStateException if {@code build/stamp} fails
     */
    public static String text(Checkout checkout, String name) {
        List<String> lines = new ArrayList<>();
        int status = new ExternalCommand(checkout.root(), "build/stamp", "templates/" + name).run(lines::add);
        if (status != 0) {
            throw new IllegalStateException("build/stamp ended with " + status + ": " + lines);
        }
        return String.join("\n", lines) + "\n";
    }
}
