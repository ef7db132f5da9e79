package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;

/** The commands of the AWS CLI on a page, block by block and without those of this project. */
public record RunbookCommands(List<String> blocks) {
    /** Also what a function of the runbook's variables runs. */
    private static final Pattern OF_AWS = Pattern.compile("\\baws [a-z]|(?m)^(reconcile_)?logs ");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```sh\\n(.*?)^\\1```$");

    public static RunbookCommands of(String page) throws IOException {
        return new RunbookCommands(
                blocks(text(page)).filter(block -> OF_AWS.matcher(block).find()).toList());
    }

    /** Also the blocks without a command of the AWS CLI. */
    public static RunbookCommands all(String page) throws IOException {
        return new RunbookCommands(blocks(text(page)).toList());
    }

    /** What the other commands of the runbook use. */
    public static String variables() throws IOException {
        return of("on-call.md").with("FUNCTION=\"$(output FunctionName)\"");
    }

    /** The first command of an alarm, in the table that opens the runbook. */
    static String first(String alarm) throws IOException {
        Matcher row = Pattern.compile("(?m)^\\[.*\\(#" + alarm + "\\)[^|]*\\| `([^`]+)`$")
                .matcher(text("on-call.md"));
        if (!row.find()) {
            throw new AssertionError("the runbook's table has no command for " + alarm);
        }
        return row.group(1);
    }

    /** The first commands of all alarms that are not of this project. */
    static List<String> firstOfAlarms() throws IOException {
        return Pattern.compile("(?m)^\\[[a-z-]+\\]\\(.*\\| `((?:aws|logs|reconcile_logs) [^`]+)`$")
                .matcher(text("on-call.md"))
                .results()
                .map(row -> row.group(1) + "\n")
                .distinct()
                .toList();
    }

    /** All commands of a section, one block after another. */
    static String ofSection(String page, String title) throws IOException {
        return blocks(section(page, title)).collect(Collectors.joining());
    }

    /** The blocks of a section, with the commands of this project. */
    public static List<String> asWritten(String page, String title) throws IOException {
        return BLOCK.matcher(section(page, title))
                .results()
                .map(block -> block.group(2))
                .toList();
    }

    private static String section(String page, String title) throws IOException {
        return text(page).split("\n## " + title + "\n", 2)[1].split("\n## ", 2)[0];
    }

    private static String text(String page) throws IOException {
        return Files.readString(Checkout.current().root().resolve("docs").resolve(page));
    }

    private static Stream<String> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(block ->
                        block.group(2).replaceAll("(?m)^" + block.group(1), "").replaceAll("(?m)^bin/.*\\n", ""));
    }

    /** The one block that has this text, which may be on the page several times. */
    public String with(String part) {
        return blocks.stream()
                .distinct()
                .filter(block -> block.contains(part))
                .reduce((one, other) -> {
                    throw new AssertionError("two blocks with " + part);
                })
                .orElseThrow(() -> new AssertionError("no block with " + part));
    }

    /** A folder with what the commands read. */
    static Path folder(Path folder) throws IOException {
        Files.createSymbolicLink(
                folder.resolve("events"), Checkout.current().root().resolve("events"));
        // What bin/event printed: theCommandsOfThePageCopyAnObject runs it.
        Files.createSymbolicLink(folder.resolve("event.json"), Path.of("events", "s3-put.json"));
        return folder;
    }
}
