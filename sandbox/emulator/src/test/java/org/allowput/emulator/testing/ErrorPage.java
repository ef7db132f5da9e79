package org.allowput.emulator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;

/**
 * {@code messages.md}: what went wrong, in bold, and below it what is said then. A line of dots stands for lines of
 * another program.
 */
public final class ErrorPage {
    private static final String INDENTED = "    ";

    private ErrorPage() {}

    /** What was said is what the page says. Names of this run are replaced by those that the page has. */
    public static void holds(String situation, String said, Map<String, String> names) {
        String text = said.strip();
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        assertThat(messages()).as("messages.md has nothing on: %s", text).containsKey(situation);
        List<String> expected = Objects.requireNonNull(messages().get(situation));
        assertThat(fits(lines(text), expected))
                .as("%s: said was%n%s%nand messages.md has%n%s", situation, text, String.join("\n", expected))
                .isTrue();
    }

    /** Situation and lines of its message. */
    public static Map<String, List<String>> messages() {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : page()) {
            if (line.startsWith("**") && line.endsWith("**")) {
                current = new ArrayList<>();
                messages.put(line.substring(2, line.length() - 2), current);
            } else if (line.startsWith(INDENTED)) {
                current.add(line.substring(INDENTED.length()));
            }
        }
        return messages;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::stripTrailing).toList();
    }

    private static boolean fits(List<String> said, List<String> expected) {
        int dots = expected.indexOf("…");
        if (dots < 0) {
            return said.equals(expected);
        }
        List<String> after = expected.subList(dots + 1, expected.size());
        return said.size() >= expected.size()
                && said.subList(0, dots).equals(expected.subList(0, dots))
                && said.subList(said.size() - after.size(), said.size()).equals(after);
    }

    private static List<String> page() {
        return Unchecked.get(() -> Files.readAllLines(
                Checkout.current().root().resolve("sandbox/emulator/src/test/resources/messages.md")));
    }
}
