package org.allowput.sandbox.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces what identifies accounts, resources, people and sessions by words that say what was there. */
final class Redactor {
    /** In this order: an ARN has an account and often an id. */
    private static final Map<Pattern, String> PATTERNS = patterns();

    private final Map<String, String> known = new LinkedHashMap<>();

    private static Map<Pattern, String> patterns() {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        patterns.put(Pattern.compile("https?://[^\\s\"'<>,)]+"), "<address>");
        patterns.put(Pattern.compile("arn:aws[a-z-]*:[^\\s\"'<>,)]+"), "<arn>");
        patterns.put(Pattern.compile("(?:AKIA|ASIA|AROA|AIDA|ANPA|AGPA)[A-Z0-9]{12,}"), "<id>");
        patterns.put(
                Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"), "<id>");
        patterns.put(Pattern.compile("\\b[0-9a-f]{64}\\b"), "<id>");
        patterns.put(
                Pattern.compile("(?i)\\b(request id|extended request id|requestid|host id):? ?[\\w/+=-]+"), "$1 <id>");
        patterns.put(Pattern.compile("(?<![0-9])[0-9]{12}(?![0-9])"), "<account>");
        patterns.put(Pattern.compile("(?<![0-9.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![0-9.])"), "<ip>");
        patterns.put(Pattern.compile("(?:/home|/Users|/root)/?[^\\s\"':,)]*"), "<path>");
        return patterns;
    }

    /**
     * Knows the names of a run.
     *
     * @param names names of this run and its secrets, and the words in their place. A name that contains another one
     *     has to come first
     */
    Redactor(Map<String, String> names) {
        known.putAll(names);
    }

    /** The text without names, numbers and ids. */
    String redact(String text) {
        String redacted = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            redacted = Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(each.getKey()) + "(?![A-Za-z0-9])")
                    .matcher(redacted)
                    .replaceAll(Matcher.quoteReplacement(each.getValue()));
        }
        for (Map.Entry<Pattern, String> each : PATTERNS.entrySet()) {
            redacted = each.getKey().matcher(redacted).replaceAll(each.getValue());
        }
        return redacted;
    }
}
