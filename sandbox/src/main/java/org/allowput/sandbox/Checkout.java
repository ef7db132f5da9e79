package org.allowput.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout of this repository that the sandbox belongs to: where its parts lie. */
record Checkout(Path root) {
    Checkout {
        if (!Files.isExecutable(root.resolve("bin/find-tool"))) {
            throw new SandboxException(root + " is not a checkout of this repository, bin/find-tool is missing:"
                    + " clone it anew, or name one that is whole.");
        }
    }

    /**
     * The checkout named by the system property {@code sandbox.checkout}, else the one around the working directory.
     */
    static Checkout current() {
        var named = System.getProperty("sandbox.checkout");
        if (named != null) {
            return new Checkout(Path.of(named).toAbsolutePath().normalize());
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("bin/find-tool"))) {
                return new Checkout(folder);
            }
        }
        throw new SandboxException("Start this inside a checkout of this repository: none is around "
                + Path.of("").toAbsolutePath() + ".");
    }

    /** The sandbox's own classes and libraries, as the build leaves them. */
    String classPath() {
        var target = root.resolve("sandbox/target");
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    /** Names and versions of the Python packages of an emulator, each with the hashes of its files. */
    Path requirements(EmulatorProgram program) {
        return root.resolve("sandbox").resolve(program.requirements());
    }

    /** What is set up once and used by every sandbox of this checkout. Not in git. */
    Path tools() {
        return root.resolve(".sandbox/tools");
    }
}
