package org.allowput.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pattern of texts: {@code *} for any characters, {@code ?} for one.
 *
 * @param parts what it is made of, in order
 */
public record Wildcard(List<Part> parts) {
    static final Part STAR = new Part("", true, true);
    /** No text matches what has it. */
    public static final Part NEVER = new Part("", false, false);

    private static final Part ONE = new Part("", true, false);
    private static final Part COLON = plain(":");
    /** Colons in an ARN before its last part, which may have others. */
    private static final int ARN_COLONS = 5;

    private static final Pattern WRITTEN =
            Pattern.compile("\\$\\{(?:([*?$])|([^{}$,*?]+)(?:, '([^']*)')?)}|(\\$\\{)|.", Pattern.DOTALL);

    /**
     * One character, or any number of such.
     *
     * @param characters those that it may be, or may not be
     */
    public record Part(String characters, boolean excluded, boolean repeated) {
        boolean takes(int character) {
            return characters.indexOf(character) >= 0 != excluded;
        }

        private boolean isOneOfSome() {
            return !excluded && !characters.isEmpty();
        }
    }

    public Wildcard {
        parts = List.copyOf(parts);
    }

    /** As it is written, where <code>${*}</code>, <code>${?}</code> and <code>${$}</code> are plain characters. */
    public static Wildcard of(String pattern) {
        return of(pattern, true, (name, otherwise) -> Stream.of(NEVER));
    }

    /**
     * As it is written.
     *
     * @param wildcards whether stars and question marks have a meaning
     * @param variables what stands in the place of a name, and of its default, which may be empty
     * @throws PolicyException if it has what begins like a variable
     */
    static Wildcard of(String text, boolean wildcards, BiFunction<String, Optional<String>, Stream<Part>> variables) {
        List<Part> parts = new ArrayList<>();
        for (MatchResult written : WRITTEN.matcher(text).results().toList()) {
            if (written.group(4) != null) {
                throw new PolicyException(
                        "policy variables such as ${aws:username} or ${aws:username, 'default'}", text);
            } else if (written.group(2) != null) {
                variables
                        .apply(written.group(2), Optional.ofNullable(written.group(3)))
                        .forEach(parts::add);
            } else {
                parts.add(
                        switch (wildcards ? written.group() : "") {
                            case "*" -> STAR;
                            case "?" -> ONE;
                            default -> plain(Objects.requireNonNullElse(written.group(1), written.group()));
                        });
            }
        }
        return new Wildcard(parts);
    }

    static Part plain(String character) {
        return new Part(character, false, false);
    }

    /** One after the other. */
    public static Wildcard joined(Wildcard... patterns) {
        return new Wildcard(
                Stream.of(patterns).flatMap(each -> each.parts.stream()).toList());
    }

    /** The same without regard to case; the sign for Kelvin has the letter k as its lower case. */
    Wildcard ignoringCase() {
        return new Wildcard(parts.stream()
                .map(part -> part.isOneOfSome() ? plain(inAnyCase(part.characters())) : part)
                .toList());
    }

    private static String inAnyCase(String character) {
        int point = character.codePointAt(0);
        String cases = character
                + Character.toString(Character.toUpperCase(point))
                + Character.toString(Character.toLowerCase(point));
        return cases.contains("k") ? cases + "\u212A" : cases;
    }

    /** The same, where no wildcard means a colon. */
    public Wildcard withoutColons() {
        return bounded(at -> true);
    }

    /** @param places of wildcards that mean no colon */
    private Wildcard bounded(IntPredicate places) {
        return new Wildcard(IntStream.range(0, parts.size())
                .mapToObj(at -> parts.get(at).excluded() && places.test(at)
                        ? new Part(":", true, parts.get(at).repeated())
                        : parts.get(at))
                .toList());
    }

    /**
     * The same, within the segments between colons; a star at the end of a segment goes on beyond it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Using
     *     wildcards in resource ARNs</a>
     */
    Wildcard inSegments() {
        return bounded(at -> !parts.get(at).repeated()
                || (at < parts.size() - 1 && !parts.get(at + 1).equals(COLON)));
    }

    /**
     * The same with each of the six components of an ARN by itself, if it has them; a star alone stands for any ARN.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
     *     condition operators</a>
     */
    Optional<Wildcard> ofArn() {
        int[] colons = IntStream.range(0, parts.size())
                .filter(at -> parts.get(at).equals(COLON))
                .limit(ARN_COLONS)
                .toArray();
        return parts.equals(List.of(STAR))
                ? Optional.of(this)
                : Optional.of(colons)
                        .filter(all -> all.length == ARN_COLONS)
                        .map(all -> bounded(at -> at < all[ARN_COLONS - 1]));
    }

    /** A text that matches, which has an x for each character that is not fixed. */
    public String example() {
        return parts.stream()
                .map(part -> part.isOneOfSome()
                        ? Character.toString(part.characters().codePointAt(0))
                        : "x")
                .collect(Collectors.joining());
    }

    public boolean matches(String value) {
        return after(value, 0).get(parts.size());
    }

    /** What has to follow a text that begins so, for the whole to match: one of these. */
    public Stream<Wildcard> rests(String prefix) {
        return after(prefix, 0).stream().mapToObj(at -> new Wildcard(parts.subList(at, parts.size())));
    }

    /**
     * The places between parts that can be reached by reading a text; the last one is the end.
     *
     * @param from places from which it is read
     */
    public BitSet after(String text, int... from) {
        BitSet places = new BitSet();
        for (int at : from) {
            reach(places, at);
        }
        for (int character : text.codePoints().toArray()) {
            places = step(places, character);
        }
        return places;
    }

    /** The places after a further character. */
    public BitSet step(BitSet places, int character) {
        BitSet next = new BitSet();
        for (int at = places.nextSetBit(0); at >= 0 && at < parts.size(); at = places.nextSetBit(at + 1)) {
            if (parts.get(at).takes(character)) {
                reach(next, parts.get(at).repeated() ? at : at + 1);
            }
        }
        return next;
    }

    /** What may repeat may also be absent. */
    private void reach(BitSet places, int from) {
        int at = from;
        places.set(at);
        while (at < parts.size() && parts.get(at).repeated()) {
            places.set(++at);
        }
    }
}
