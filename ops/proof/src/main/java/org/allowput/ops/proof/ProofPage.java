package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.proof.template.TextFile;

/** What was decided, as one page in HTML that loads nothing from elsewhere and runs no script. */
final class ProofPage {
    /** As docs/security.md has it. */
    static final String REVOKE = """
        ROLE=AllowPutToS3
        aws iam put-role-policy --role-name "$ROLE" --policy-name DenyAll --policy-document \\
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
        """;

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private ProofPage() {}

    /** @param command that repeats the proof */
    static String of(ProofReport report, String command) {
        long proven = report.decisions().stream().filter(Decision::isProven).count();
        boolean all = proven == report.decisions().size();
        Map<String, String> parts = Map.of(
                "verdictClass", all ? "proven" : "refuted",
                "verdict",
                        all
                                ? "All " + proven + " statements are proven."
                                : proven + " of " + report.decisions().size()
                                        + " statements are proven. The others are false, or undecided.",
                "believed", items(report.believed()),
                "statements",
                        report.decisions().stream().map(ProofPage::statement).collect(Collectors.joining("\n")),
                "notes", items(report.notes()),
                "notCovered", items(report.notCovered()),
                "revoke", html(REVOKE),
                "command", html(command));
        return PLACE.matcher(TextFile.read(ProofPage.class, "page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
    }

    private static String items(List<String> lines) {
        return lines.stream().map(line -> "<li>" + html(line) + "</li>").collect(Collectors.joining("\n"));
    }

    private static String statement(Decision decision) {
        String statement = decision.number() + ". " + html(decision.statement());
        return decision.isProven()
                ? "<div><p><span class=\"proven\">proven</span> " + statement + "</p></div>"
                : "<div class=\"bad\"><p><span class=\"refuted\">" + decision.verdict() + "</span> " + statement
                        + "</p><p>because " + html(decision.reason()) + "</p><pre>"
                        + html(String.join("\n", decision.request())) + "</pre></div>";
    }

    /** The characters of a text, none of which is markup or changes how others look. */
    private static String html(String text) {
        return text.lines()
                .map(EscapedText::of)
                .collect(Collectors.joining("\n"))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
