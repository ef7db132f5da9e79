package org.allowput.sandbox.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.Unchecked;

/** What is kept of the run of this name, for nobody else to read: what it printed, and files of the CDK. */
record RunFolder(String name) {
    private static final Pattern NAME = Pattern.compile("acc-[0-9a-z]{6}");
    private static final String LAST = "last";

    /** Patterns and the words in their places, in this order: an ARN has an account and often an id. */
    private static final Path REDACTIONS = Path.of("src/test/resources/acceptance/redactions.txt");

    private static volatile String secret = "<ExternalId>";

    RunFolder {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "-Dclean=" + name + ": expected the name that a run printed, such as acc-1x9z3k");
        }
    }

    static RunFolder last() {
        return Unchecked.get(() -> new RunFolder(Files.readString(of(LAST))));
    }

    private static Path of(String file) {
        return Path.of(System.getProperty("acceptance.folder", "target/acceptance"), file)
                .toAbsolutePath();
    }

    /** Replaces it from now on where anything is printed or reported. */
    static void keepSecret(String externalId) {
        secret = externalId;
    }

    /** Without what identifies accounts, resources, people and sessions, and without the ExternalId. */
    static String redact(String text) {
        String redacted = text.replace(secret, "<ExternalId>");
        for (String line : Unchecked.get(() -> Files.readAllLines(REDACTIONS))) {
            String[] words = line.split(" → ", 2);
            redacted = redacted.replaceAll(words[0], words[1]);
        }
        return redacted;
    }

    Path path() {
        return PrivateFiles.folder(of(name));
    }

    void rememberLast() {
        PrivateFiles.folder(of(""));
        write(of(LAST), name, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Prints a line, and keeps it in a file: the JVM may end while nobody reads. */
    void print(String line) {
        String redacted = redact(line);
        System.out.println(redacted);
        write(path().resolve("output.txt"), redacted + "\n", StandardOpenOption.APPEND);
    }

    String output() {
        return Unchecked.get(() -> Files.readString(path().resolve("output.txt")));
    }

    private static void write(Path file, String text, StandardOpenOption how) {
        Unchecked.run(() -> Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how));
    }
}
