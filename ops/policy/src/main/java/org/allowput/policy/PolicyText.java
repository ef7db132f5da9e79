package org.allowput.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.allowput.policy.Wildcard.Token;

/**
 * A text of a policy that may have variables.
 *
 * @param text as it is written
 * @param variables whether the policy's version has variables; otherwise {@code ${…}} is text
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Variables and
 *     tags</a>
 */
public record PolicyText(String text, boolean variables) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:([*?$])|([^{}$,*?]+)(?:, '([^']*)')?)}|\\$\\{", Pattern.DOTALL);

    /** The text for a request, wildcards as they are; empty if a variable has no value. */
    Optional<String> resolve(Request request) {
        return tokens(request, false)
                .map(tokens -> tokens.stream()
                        .map(token -> ((Token.Literal) token).codePoint())
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    /** The pattern for a request; empty if a variable has no value: nothing is like it. */
    Optional<Wildcard> pattern(Request request) {
        return tokens(request, true).map(Wildcard::new);
    }

    private Optional<List<Token>> tokens(Request request, boolean wildcards) {
        List<Token> tokens = new ArrayList<>();
        int end = 0;
        for (MatchResult match : variables ? VARIABLE.matcher(text).results().toList() : List.<MatchResult>of()) {
            tokens.addAll(written(text.substring(end, match.start()), wildcards));
            Optional<String> value = value(match, request);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            tokens.addAll(written(value.get(), false));
            end = match.end();
        }
        tokens.addAll(written(text.substring(end), wildcards));
        return Optional.of(tokens);
    }

    private static List<Token> written(String text, boolean wildcards) {
        return wildcards
                ? Wildcard.of(text).tokens()
                : text.codePoints().<Token>mapToObj(Token.Literal::new).toList();
    }

    private Optional<String> value(MatchResult variable, Request request) {
        String special = variable.group(1);
        if (special != null) {
            return Optional.of(special);
        }
        String name = variable.group(2);
        if (name == null) {
            throw new PolicyException("policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
        }
        List<String> values = request.values(name);
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable needs a key
        // with a single value. What a wildcard in a value means is not documented.
        if (values.size() > 1 || values.stream().anyMatch(value -> value.matches("(?s).*[*?$].*"))) {
            throw new PolicyException("one value without wildcards for the variable " + name, values);
        }
        return values.stream().findFirst().or(() -> Optional.ofNullable(variable.group(3)));
    }
}
