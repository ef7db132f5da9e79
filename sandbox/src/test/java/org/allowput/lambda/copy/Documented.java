package org.allowput.lambda.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tables of {@code docs/guarantees.md}, which are what the tests print. */
final class Documented {
    private Documented() {}

    /** The lines between the comments that name it. */
    static String table(String name) throws IOException {
        String text = Files.readString(Path.of("../docs/guarantees.md"));
        String begin = "<!-- table: " + name + " -->\n\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("\n<!-- end: " + name + " -->", from);
        return from < 0 || to < 0 ? "" : text.substring(from + begin.length(), to);
    }
}
