package org.allowput.ops.where;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Program;
import org.allowput.ops.cli.ShellWord;
import org.allowput.ops.database.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "where", exitCodeList = "1:The object is not copied, or not known to be.")
public final class WhereCommand extends StackCommand {
    private static final Pattern GAP = Pattern.compile("\\$\\{(\\w+)}");

    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
    private @Nullable Instant since;

    @Override
    protected void check() {
        if (key.isEmpty()) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        try (Database database = new Database()) {
            Map<String, String> evidence = new LinkedHashMap<>();
            new ObjectEvidence(deployed, deployed.clients().s3(), key, database, evidence).load(since, Instant.now());
            Map<String, @Nullable Object> found =
                    database.rows("FROM whereabouts").getFirst();
            found.put("options", typed());
            found.put("key", (key.startsWith("-") ? "-- " : "") + ShellWord.of(key));
            found.put("letter", ShellWord.of(String.valueOf(found.get("letter"))));
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("key", key);
            answer.put("verdict", found.get("verdict"));
            answer.put("needsAttention", found.get("attention"));
            answer.put("what", filled("what", found));
            answer.put("evidence", evidence);
            answer.put("next", Program.inText(filled("next", found)));
            output.print(answer, text(answer, evidence));
            return (Boolean.TRUE.equals(found.get("attention")) ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    private String text(Map<String, @Nullable Object> answer, Map<String, String> evidence) {
        String what = String.valueOf(answer.get("what"));
        String separator = what.isEmpty() ? "" : what.startsWith("→") ? " " : ", ";
        StringBuilder text = new StringBuilder(
                "%s: %s%s%s%n".formatted(answer.get("verdict"), EscapedText.of(key), separator, EscapedText.of(what)));
        evidence.forEach((source, said) -> text.append("%-19s%s%n".formatted(source, EscapedText.of(said))));
        // It has no text from elsewhere but words that are quoted for the shell.
        return text.append("%-19s%s%n".formatted("next", answer.get("next"))).toString();
    }

    /** A text with the words that it needs. */
    private static String filled(String name, Map<String, @Nullable Object> words) {
        return GAP.matcher(String.valueOf(words.get(name)))
                .replaceAll(gap -> Matcher.quoteReplacement(String.valueOf(words.get(gap.group(1)))));
    }
}
