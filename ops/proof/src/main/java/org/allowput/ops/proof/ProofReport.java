package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.ops.cli.EscapedText;

/**
 * All that is said about one account.
 *
 * @param expected what the deployment is expected to grant or use
 * @param assumed what the statements take as true and do not decide
 * @param notes what they do not count as false
 * @param notCovered what they do not cover
 */
public record ProofReport(
        List<String> expected,
        List<String> assumed,
        List<Decision> decisions,
        List<String> notes,
        List<String> notCovered) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** The same of a template, which does not have all of its account. */
    ProofReport ofTemplate() {
        List<String> ofTemplate = new ArrayList<>(notCovered);
        ofTemplate.add("what the account has besides the template: other roles, boundaries, policies of keys");
        return new ProofReport(expected, assumed, decisions, notes, ofTemplate);
    }

    /** For a terminal. */
    String text() {
        return Stream.of(
                        expected.stream().map("expected: "::concat),
                        assumed.stream().map("assumed: "::concat),
                        decisions.stream().flatMap(Decision::lines),
                        notes.stream(),
                        Stream.of("not covered: " + String.join("; ", notCovered)))
                .flatMap(lines -> lines)
                .map(line -> EscapedText.of(line) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** For a script. */
    Map<String, List<?>> json() {
        return Map.of(
                "expected",
                expected,
                "assumed",
                assumed,
                "statements",
                decisions,
                "notes",
                notes,
                "notCovered",
                notCovered);
    }

    /**
     * One page in HTML that loads nothing from elsewhere and runs no script.
     *
     * @param command that repeats the proof
     */
    String page(String command) {
        long proven = decisions.stream().filter(Decision::isProven).count();
        boolean isAll = proven == decisions.size();
        String some =
                proven + " of " + decisions.size() + " statements are proven. The others are false, or undecided.";
        Map<String, List<?>> parts = new HashMap<>(json());
        parts.put("command", List.of(command));
        parts.put("verdict", List.of(isAll ? "All " + proven + " statements are proven." : some));
        return PLACE.matcher(ResourceFile.text(ProofReport.class, "page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1))).stream()
                        .map(ProofReport::item)
                        .collect(Collectors.joining("\n"))));
    }

    /** The characters of lines, none of which is markup or changes how others look. */
    private static String item(Object part) {
        Stream<String> lines = part instanceof Decision decision ? decision.lines() : Stream.of(part.toString());
        return "<li>"
                + lines.map(EscapedText::of)
                        .collect(Collectors.joining("\n"))
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replaceFirst("^(REFUTED|UNDECIDED)", "<b>$1</b>")
                + "</li>";
    }
}
