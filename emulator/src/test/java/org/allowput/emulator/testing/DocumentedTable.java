package org.allowput.emulator.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tables of {@code docs/guarantees.md}, which are what the tests print. */
public final class DocumentedTable {
    private static final Path PAGE = Path.of("../docs/guarantees.md");

    private DocumentedTable() {}

    /** The lines between the comments that name it. */
    public static String table(String name) throws IOException {
        String text = Files.readString(PAGE);
        int from = from(text, name);
        int to = to(text, name, from);
        return from < 0 || to < 0 ? "" : text.substring(from, to);
    }

    /** Puts {@code table} there. @throws IllegalArgumentException if the comments that name it are not there */
    public static void replace(String name, String table) throws IOException {
        String text = Files.readString(PAGE);
        int from = from(text, name);
        int to = to(text, name, from);
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("no table " + name + " in " + PAGE);
        }
        Files.writeString(PAGE, text.substring(0, from) + table + text.substring(to));
    }

    private static int from(String text, String name) {
        String begin = "<!-- table: " + name + " -->\n\n";
        int at = text.indexOf(begin);
        return at < 0 ? at : at + begin.length();
    }

    private static int to(String text, String name, int from) {
        return text.indexOf("\n<!-- end: " + name + " -->", from);
    }
}
