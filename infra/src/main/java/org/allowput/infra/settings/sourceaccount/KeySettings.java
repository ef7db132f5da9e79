package org.allowput.infra.settings.sourceaccount;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.SizeRange;

/** The settings of one key rule: which objects it copies, and to which keys. */
public record KeySettings(
        List<String> include,
        List<String> exclude,
        String stripPrefix,
        String addPrefix,
        long minBytes,
        long maxBytes) {
    /** The rule. @throws IllegalArgumentException if two keys could become one, or no size is allowed */
    public KeyRule rule(Optional<String> requiredTag) {
        return new KeyRule(
                include.stream().map(KeyPattern::new).toList(),
                exclude.stream().map(KeyPattern::new).toList(),
                new SizeRange(minBytes, maxBytes),
                stripPrefix,
                addPrefix,
                requiredTag.map(RequiredTag::parse),
                "");
    }
}
