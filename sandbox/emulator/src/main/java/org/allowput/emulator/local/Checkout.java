package org.allowput.emulator.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** A checkout of this repository. */
public record Checkout(Path root) {
    /** The checkout at that folder. @throws SetupException when it is none */
    public Checkout {
        if (!Files.isExecutable(root.resolve("build/find-tool"))) {
            throw new SetupException(root + " is not a checkout of this repository: build/find-tool is missing."
                    + " Clone the repository again, or name a complete checkout.");
        }
    }

    /**
     * The checkout named by the system property {@code sandbox.checkout}, else the one around the working directory.
     */
    public static Checkout current() {
        String named = System.getProperty("sandbox.checkout");
        if (named != null) {
            return new Checkout(Path.of(named).toAbsolutePath().normalize());
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("build/find-tool"))) {
                return new Checkout(folder);
            }
        }
        throw new SetupException("Start this inside a checkout of this repository: none is around "
                + Path.of("").toAbsolutePath() + ".");
    }

    /** What is set up once and used by every sandbox of this checkout. Not in git. */
    public Path tools() {
        return root.resolve(".sandbox/tools");
    }
}
