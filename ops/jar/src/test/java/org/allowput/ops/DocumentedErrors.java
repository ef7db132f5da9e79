package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code messages.md} of the emulator's tests: a situation in bold, and below it the message, indented. */
public final class DocumentedErrors {
    private DocumentedErrors() {}

    /** The message is the one on the page. Names of this run are replaced by those that the page has. */
    public static void assertDocumented(String situation, String message, Map<String, String> names)
            throws IOException {
        String text = message.strip();
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        String page = Files.readString(Path.of("../../sandbox/emulator/src/test/resources/messages.md"));
        assertThat(page).contains("\n**" + situation + "**\n\n    " + text.replace("\n", "\n    ") + "\n");
    }
}
