package org.allowput.bench.copy;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server and the peers, as {@code bin/bench} installs them.
 *
 * @param checkout of this repository
 */
public record BenchmarkTools(Path checkout) {
    public static BenchmarkTools current() {
        return new BenchmarkTools(
                Path.of(System.getProperty("bench.checkout", "")).toAbsolutePath());
    }

    Path versitygw() {
        return program("versitygw");
    }

    Path rclone() {
        return program("rclone");
    }

    Path raw() {
        return program("raw");
    }

    Path s5cmd() {
        return program("s5cmd");
    }

    /** Where results go. */
    public Path results() {
        return checkout.resolve(".bench/results");
    }

    private Path program(String name) {
        Path program = checkout.resolve(".bench/tools/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    program + " is missing: start this by bin/bench, which installs it, and needs Go for it");
        }
        return program;
    }
}
