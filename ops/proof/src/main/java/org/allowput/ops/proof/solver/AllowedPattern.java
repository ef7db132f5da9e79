package org.allowput.ops.proof.solver;

import com.microsoft.z3.CharSort;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.SeqSort;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the {@code AllowedPattern} of a parameter, a regular expression of Java that the whole value must match: the
 * part of the syntax that such patterns use. A pattern that uses more restricts nothing here, so that what is proven
 * holds for more values than the template accepts.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters</a>
 */
final class AllowedPattern {
    /** Longer repetitions count as unlimited: the solver would unroll them. */
    private static final int MOST = 16;

    /** Characters with a meaning in policies. */
    private static final List<String> SPECIAL = List.of("*", "?", "$");

    private final Regexes regexes;
    private final String pattern;
    private int at;
    private boolean allowsSpecial;

    /**
     * What a pattern allows.
     *
     * @param regex the values
     * @param special whether one of them may contain a wildcard or a policy variable
     */
    record Values(ReExpr<SeqSort<CharSort>> regex, boolean special) {}

    private AllowedPattern(Regexes regexes, String pattern) {
        this.regexes = regexes;
        this.pattern = pattern;
    }

    static Optional<Values> read(Regexes regexes, String pattern) {
        // Java reads characters beyond the first 65,536 as one, this reader as two.
        if (pattern.chars().anyMatch(each -> Character.isSurrogate((char) each))) {
            return Optional.empty();
        }
        try {
            AllowedPattern reader = new AllowedPattern(regexes, pattern);
            ReExpr<SeqSort<CharSort>> regex = reader.alternatives();
            return reader.at == pattern.length()
                    ? Optional.of(new Values(regex, reader.allowsSpecial))
                    : Optional.empty();
        } catch (UnknownSyntaxException e) {
            return Optional.empty();
        }
    }

    private static final class UnknownSyntaxException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private ReExpr<SeqSort<CharSort>> alternatives() {
        List<ReExpr<SeqSort<CharSort>>> alternatives = new ArrayList<>(List.of(sequence()));
        while (isNext('|')) {
            at++;
            alternatives.add(sequence());
        }
        return regexes.oneOf(alternatives);
    }

    private ReExpr<SeqSort<CharSort>> sequence() {
        List<ReExpr<SeqSort<CharSort>>> parts = new ArrayList<>();
        while (at < pattern.length() && !isNext('|') && !isNext(')')) {
            if ((isNext('^') && at == 0) || (isNext('$') && at == pattern.length() - 1)) {
                at++;
            } else {
                parts.add(repetition(atom()));
            }
        }
        return regexes.sequence(parts);
    }

    private ReExpr<SeqSort<CharSort>> repetition(ReExpr<SeqSort<CharSort>> atom) {
        if (at == pattern.length()) {
            return atom;
        }
        ReExpr<SeqSort<CharSort>> repeated = switch (pattern.charAt(at)) {
            case '*' -> regexes.anyNumberOf(atom);
            case '+' -> regexes.oneOrMore(atom);
            case '?' -> regexes.repeated(atom, 0, 1);
            case '{' -> counted(atom);
            default -> null;
        };
        if (repeated == null) {
            return atom;
        }
        at++;
        if (isNext('?') || isNext('+')) {
            throw new UnknownSyntaxException();
        }
        return repeated;
    }

    private ReExpr<SeqSort<CharSort>> counted(ReExpr<SeqSort<CharSort>> atom) {
        int end = pattern.indexOf('}', at);
        String[] counts = pattern.substring(at + 1, end).split(",", -1);
        at = end;
        int least = Integer.parseInt(counts[0]);
        int most = counts.length == 1 ? least : counts[1].isEmpty() ? -1 : Integer.parseInt(counts[1]);
        return regexes.repeated(atom, Math.min(least, MOST), most > MOST ? -1 : most);
    }

    private ReExpr<SeqSort<CharSort>> atom() {
        int start = at;
        char next = pattern.charAt(at++);
        ReExpr<SeqSort<CharSort>> atom = switch (next) {
            case '(' -> group();
            case '[' -> characterClass();
            case '.' -> regexes.anyCharacter();
            case '\\' -> escaped();
            case '^', '$', '*', '+', '?', '{' -> throw new UnknownSyntaxException();
            default -> regexes.literal(String.valueOf(next));
        };
        if (next != '(') {
            Pattern one = Pattern.compile(pattern.substring(start, at));
            allowsSpecial |= SPECIAL.stream()
                    .anyMatch(character -> one.matcher(character).matches());
        }
        return atom;
    }

    private ReExpr<SeqSort<CharSort>> group() {
        if (pattern.startsWith("?:", at)) {
            at += 2;
        } else if (isNext('?')) {
            throw new UnknownSyntaxException();
        }
        ReExpr<SeqSort<CharSort>> inner = alternatives();
        if (!isNext(')')) {
            throw new UnknownSyntaxException();
        }
        at++;
        return inner;
    }

    private ReExpr<SeqSort<CharSort>> characterClass() {
        boolean negated = isNext('^');
        at += negated ? 1 : 0;
        List<ReExpr<SeqSort<CharSort>>> members = new ArrayList<>();
        while (!isNext(']')) {
            if (at + 1 >= pattern.length() || isNext('[') || isNext('&')) {
                throw new UnknownSyntaxException();
            }
            if (pattern.charAt(at) == '\\' && Character.isLetterOrDigit(pattern.charAt(at + 1))) {
                at++;
                members.add(escaped());
            } else {
                char first = member();
                boolean isRange = isNext('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
                at += isRange ? 1 : 0;
                members.add(isRange ? regexes.range(first, member()) : regexes.literal(String.valueOf(first)));
            }
        }
        at++;
        ReExpr<SeqSort<CharSort>> any = regexes.oneOf(members);
        return negated ? regexes.anyCharacterBut(any) : any;
    }

    /** A character of a class, perhaps after a backslash. */
    private char member() {
        at += isNext('\\') ? 1 : 0;
        return pattern.charAt(at++);
    }

    private ReExpr<SeqSort<CharSort>> escaped() {
        if (at == pattern.length()) {
            throw new UnknownSyntaxException();
        }
        char next = pattern.charAt(at++);
        ReExpr<SeqSort<CharSort>> digit = regexes.range('0', '9');
        return switch (next) {
            case 'd' -> digit;
            case 'w' ->
                regexes.oneOf(List.of(digit, regexes.range('a', 'z'), regexes.range('A', 'Z'), regexes.literal("_")));
            default -> {
                if (Character.isLetterOrDigit(next)) {
                    throw new UnknownSyntaxException();
                }
                yield regexes.literal(String.valueOf(next));
            }
        };
    }

    private boolean isNext(char character) {
        return at < pattern.length() && pattern.charAt(at) == character;
    }
}
