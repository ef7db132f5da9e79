package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

@Command(name = "where", exitCodeList = "1:The object is not copied, or not known to be.")
public final class WhereCommand extends StackCommand {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern GAP = Pattern.compile("\\$\\{(\\w+)}");

    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
    private @Nullable Instant since;

    /**
     * Where the object is.
     *
     * @param verdict in one word
     * @param needsAttention whether the target lacks the object, or may lack it
     * @param what is said of it: for a copy its key, otherwise why
     */
    record Answer(
            String key,
            String verdict,
            boolean needsAttention,
            String what,
            Map<String, String> evidence,
            String next) {
        String text() {
            String separator = what.isEmpty() ? "" : what.startsWith("→") ? " " : ", ";
            StringBuilder text = new StringBuilder(
                    "%s: %s%s%s%n".formatted(verdict, EscapedText.of(key), separator, EscapedText.of(what)));
            evidence.forEach((source, said) -> text.append("%-19s%s%n".formatted(source, EscapedText.of(said))));
            // It has no text from elsewhere but words that are quoted for the shell.
            return text.append("%-19s%s%n".formatted("next", next)).toString();
        }
    }

    @Override
    protected void check() {
        if (key.isEmpty()) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        try (Database database = Database.open()) {
            Answer answer = answer(new ObjectEvidence(deployed, key, database), database);
            output.print(answer, answer.text());
            return (answer.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    private Answer answer(ObjectEvidence evidence, Database database) {
        boolean excluded = evidence.exclusion(Optional.empty()).isPresent();
        Optional<HeadObjectResponse> source = excluded ? Optional.empty() : evidence.source();
        if (excluded || source.flatMap(head -> evidence.exclusion(source)).isPresent()) {
            String next = "nothing, unless it is to be copied: docs/settings.md#key-rules";
            return new Answer(key, "excluded", false, "", evidence.texts(), next);
        }
        Instant now = Instant.now();
        Optional<Instant> changed = source.map(HeadObjectResponse::lastModified);
        Instant from = Optional.ofNullable(since)
                .filter(time -> changed.filter(time::isBefore).isEmpty())
                .or(() -> changed)
                .orElse(now.minus(DAY));
        evidence.load(source, from, now);
        Map<String, @Nullable Object> found = database.rows("FROM whereabouts").getFirst();
        Map<String, Object> words = new HashMap<>();
        found.forEach((name, value) -> words.put(name, String.valueOf(value)));
        words.put("options", typed());
        words.put("key", (key.startsWith("-") ? "-- " : "") + ShellWord.of(key));
        words.put("letter", ShellWord.of(String.valueOf(found.get("letter"))));
        return new Answer(
                key,
                String.valueOf(found.get("verdict")),
                !"none".equals(found.get("name")),
                filled(String.valueOf(found.get("what")), words),
                evidence.texts(),
                filled(Program.inText(String.valueOf(found.get("next"))), words));
    }

    private static String filled(String text, Map<String, Object> words) {
        return GAP.matcher(text).replaceAll(gap -> Matcher.quoteReplacement(String.valueOf(words.get(gap.group(1)))));
    }
}
