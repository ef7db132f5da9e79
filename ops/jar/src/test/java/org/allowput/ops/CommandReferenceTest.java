package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The reference in docs/commands.md has what each command's {@code --help} says: {@code -Dsnapshots=update} writes it.
 */
class CommandReferenceTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "commands.md");
    private static final String BEGIN = "<!-- table: reference -->\n";
    private static final String END = "<!-- end: reference -->";

    private static final SortedMap<String, CommandSpec> COMMANDS = Operations.names().stream()
            .collect(Collectors.toMap(
                    name -> name,
                    name -> Operations.commandLine(name).getCommandSpec(),
                    (one, other) -> one,
                    TreeMap::new));

    /** Of this command, which says nothing itself about them. */
    private static final Map<String, String> EXIT_CODES =
            Objects.requireNonNull(COMMANDS.get("resume")).usageMessage().exitCodeList();

    @Test
    void thePageHasWhatTheHelpOfEachCommandSays() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + reference()
                + page.substring(page.indexOf(END));
        Stream.of(ExitStatus.values()).forEach(each -> assertThat(EXIT_CODES).containsKey("" + each.code()));
        assertThat(expected).as("an option has a description").doesNotContainPattern("\n`[^`]+` \\| +[\\n|]");
        if ("update".equals(System.getProperty("snapshots"))) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String reference() {
        Map<String, Set<String>> commandsByRow = new TreeMap<>();
        COMMANDS.forEach((name, command) -> rows(command)
                .forEach(row -> commandsByRow
                        .computeIfAbsent(row, ignored -> new TreeSet<>())
                        .add(name)));
        commandsByRow.values().removeIf(commands -> commands.size() == 1);
        return "\n### Exit codes\n\ncode | meaning\n--- | ---\n"
                + EXIT_CODES.entrySet().stream()
                        .map(code -> code.getKey() + " | " + code.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n### Options of several commands\n\noption | meaning | commands\n--- | --- | ---\n"
                + commandsByRow.entrySet().stream()
                        .map(row -> row.getKey() + " | " + names(row.getValue()) + "\n")
                        .collect(Collectors.joining())
                + COMMANDS.entrySet().stream()
                        .map(command -> section(command.getKey(), command.getValue(), commandsByRow.keySet()))
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String section(String name, CommandSpec command, Set<String> shared) {
        List<String> own = rows(command).filter(row -> !shared.contains(row)).toList();
        return "\n### bin/%s\n\n%s%s\n%s%s\n```sh\n%s```\n"
                .formatted(
                        name,
                        text(Arrays.stream(command.usageMessage().description())),
                        ending(command),
                        notes(command),
                        own.isEmpty() ? "" : "\noption | meaning\n--- | ---\n" + String.join("\n", own) + "\n",
                        examples(name, command));
    }

    /** What the command itself says about the codes. */
    private static String ending(CommandSpec command) {
        return command.usageMessage().exitCodeList().entrySet().stream()
                .filter(code -> !code.getValue().equals(EXIT_CODES.get(code.getKey())))
                .map(code -> " Exit code " + code.getKey() + ": " + code.getValue())
                .collect(Collectors.joining());
    }

    /** What the help says before its examples, except where this page is. */
    private static String notes(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .takeWhile(line -> !line.startsWith("Example"))
                .map(line -> line.replaceFirst(" ?[A-Z][A-Za-z ]+: docs/commands\\.md#[a-z-]+\\.", ""))
                .filter(line -> !line.isBlank())
                .map(line -> line.startsWith("  ") ? "  " + line + "\n" : "\n" + text(Stream.of(line)) + "\n")
                .map(line -> line.startsWith("\nOutput") ? line + "\n" : line)
                .collect(Collectors.joining());
    }

    private static String examples(String name, CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .filter(line -> line.startsWith("  ") && line.contains("bin/" + name))
                .map(line -> line.strip().replaceFirst(" {2,}", "    # ") + "\n")
                .collect(Collectors.joining());
    }

    private static Stream<String> rows(CommandSpec command) {
        return Stream.concat(command.positionalParameters().stream(), command.options().stream())
                .map(argument -> "`%s` | %s".formatted(label(argument), text(Arrays.stream(argument.description()))));
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? String.join(", ", option.names()) + (option.arity().max() > 0 ? " " + option.paramLabel() : "")
                : argument.paramLabel();
    }

    /** A page's name becomes a link. */
    private static String text(Stream<String> lines) {
        return lines.collect(Collectors.joining(" "))
                .strip()
                .replace("%%", "%")
                .replace("|", "\\|")
                .replaceAll("docs/([a-z-]+\\.md#[a-z-]+)", "[$1]($1)");
    }

    private static String names(Set<String> commands) {
        Set<String> others = new TreeSet<>(COMMANDS.keySet());
        others.removeAll(commands);
        if (others.size() < commands.size()) {
            return others.isEmpty() ? "all" : "all but " + String.join(", ", others);
        }
        return String.join(", ", commands);
    }
}
