package org.allowput.emulator.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A program that has to be on this computer. {@code build/find-tool} knows where to look and which version will do. */
public enum Tool {
    JDK,
    MAVEN,
    PYTHON,
    PYTHON_3_13,
    NODE,
    NPM,
    GO;

    /** The tool's path. @throws SetupException when there is none, or only too old ones: says so and what to do. */
    public Path find(Checkout checkout) {
        try {
            Process process = new ProcessBuilder(
                            checkout.root().resolve("build/find-tool").toString(), word())
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            String path = read(process.inputReader(StandardCharsets.UTF_8));
            String complaint = read(process.errorReader(StandardCharsets.UTF_8));
            if (process.waitFor() != 0) {
                throw new SetupException(complaint);
            }
            return Path.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted while looking for " + this + ".", e);
        }
    }

    /** Checks that all of them are here. @throws SetupException when any is missing: a sentence for each */
    public static void require(Checkout checkout, Tool... tools) {
        List<String> complaints = new ArrayList<>();
        for (Tool tool : tools) {
            try {
                tool.find(checkout);
            } catch (SetupException e) {
                complaints.add(String.valueOf(e.getMessage()));
            }
        }
        if (!complaints.isEmpty()) {
            throw new SetupException(String.join("\n", complaints));
        }
    }

    private String word() {
        return this == PYTHON_3_13 ? "python3.13" : name().toLowerCase(Locale.ROOT);
    }

    private static String read(Reader reader) throws IOException {
        try (reader) {
            return reader.readAllAsString().strip();
        }
    }
}
