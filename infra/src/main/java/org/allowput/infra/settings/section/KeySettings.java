package org.allowput.infra.settings.section;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.SizeRange;

/** Which objects one rule copies, and to which keys. */
public record KeySettings(
        List<String> include,
        List<String> exclude,
        String stripPrefix,
        String addPrefix,
        long minBytes,
        long maxBytes) {
    /** An included pattern that does not begin with what is stripped, so that two keys could become one. */
    public Optional<String> unstrippedPattern() {
        return include.stream()
                .filter(pattern -> !new KeyPattern(pattern).prefix().startsWith(stripPrefix))
                .findFirst();
    }

    /** The rule. @throws IllegalArgumentException if two keys could become one, or no size is allowed */
    public KeyRule rule(Optional<RequiredTag> requiredTag) {
        return new KeyRule(
                include.stream().map(KeyPattern::new).toList(),
                exclude.stream().map(KeyPattern::new).toList(),
                new SizeRange(minBytes, maxBytes),
                stripPrefix,
                addPrefix,
                requiredTag,
                "");
    }
}
