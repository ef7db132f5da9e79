package org.allowput.ops.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.template.Template;

/**
 * What was decided about one template of account A, as one page in HTML that loads nothing from elsewhere and runs no
 * script.
 */
final class ProofPage {
    /** As docs/security.md has it. */
    static final String REVOKE = """
        ROLE=AllowPutToS3
        aws iam put-role-policy --role-name "$ROLE" --policy-name DenyAll --policy-document \\
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
        """;

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern GRANTS = Pattern.compile("(?s)Only .*|A session of \\S+ can only .*");
    private static final Set<String> POLICIES = Set.of(
            "AWS::IAM::Role",
            "AWS::IAM::Policy",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::RolePolicy",
            "AWS::S3::BucketPolicy");

    private ProofPage() {}

    /**
     * The page.
     *
     * @param file the template's name
     * @param text the template
     * @param command that repeats the proof
     * @param notCovered what the proof does not cover
     */
    static String of(String file, String text, List<Decision> decisions, String command, String notCovered)
            throws IOException {
        long proven =
                decisions.stream().filter(Decision.Proven.class::isInstance).count();
        boolean all = proven == decisions.size();
        Map<String, String> parts = Map.of(
                "file",
                html(file),
                "verdictClass",
                all ? "proven" : "refuted",
                "verdict",
                all
                        ? "All " + proven + " statements are proven."
                        : proven + " of " + decisions.size()
                                + " statements are proven. The others are false, or undecided.",
                "digest",
                digest(text),
                "words",
                decisions.stream()
                        .map(Decision::claim)
                        .filter(GRANTS.asMatchPredicate())
                        .map(claim -> "<li>" + html(claim) + "</li>")
                        .collect(Collectors.joining("\n")),
                "json",
                html(json(Template.parse(text))),
                "statements",
                decisions.stream().map(ProofPage::statement).collect(Collectors.joining("\n")),
                "notCovered",
                html(notCovered),
                "revoke",
                html(REVOKE),
                "command",
                html(command));
        return PLACE.matcher(resource())
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
    }

    private static String statement(Decision decision) {
        return switch (decision) {
            case Decision.Proven proven ->
                "<div><p><span class=\"proven\">proven</span> " + html(proven.claim()) + "</p>"
                        + proven.examples().map(ProofPage::examples).orElse("") + "</div>";
            case Decision.Refuted refuted ->
                refutation("REFUTED", refuted.claim(), refuted.reason(), refuted.request());
            case Decision.Undecided undecided ->
                refutation("UNDECIDED", undecided.claim(), undecided.reason(), undecided.request());
        };
    }

    private static String examples(Decision.Examples examples) {
        return "<p class=\"dim\">This request is allowed:</p><pre>" + html(String.join("\n", examples.allowed()))
                + "</pre><ul>"
                + examples.denied().stream()
                        .map(difference -> "<li>denied: the same <code>" + html(difference) + "</code></li>")
                        .collect(Collectors.joining())
                + "</ul>";
    }

    private static String refutation(String verdict, String claim, String reason, List<String> request) {
        return "<div class=\"bad\"><p><span class=\"refuted\">" + verdict + "</span> " + html(claim) + "</p><p>because "
                + html(reason) + "</p><pre>" + html(String.join("\n", request)) + "</pre></div>";
    }

    private static String json(Template template) throws IOException {
        Map<String, Object> granted = new TreeMap<>();
        template.section("Resources").forEach((id, resource) -> {
            if (POLICIES.contains(String.valueOf(Template.map(resource).get("Type")))) {
                granted.put(id, resource);
            }
        });
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(granted);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String resource() throws IOException {
        try (InputStream page = Objects.requireNonNull(ProofPage.class.getResourceAsStream("page.html"))) {
            return new String(page.readAllBytes(), UTF_8);
        }
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
