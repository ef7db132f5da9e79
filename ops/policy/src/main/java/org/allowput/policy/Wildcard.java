package org.allowput.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pattern of texts: {@code *} for any characters, {@code ?} for one.
 *
 * @param parts what it is made of, in order
 */
public record Wildcard(List<Part> parts) {
    private static final Part STAR = new Part("", true, true);
    private static final Part ONE = new Part("", true, false);
    private static final Part COLON = new Part(":", false, false);
    /** Colons in an ARN before its last part, which may have others. */
    private static final int ARN_COLONS = 5;

    /**
     * One character, or any number of such.
     *
     * @param characters those that it may be, or may not be
     */
    public record Part(String characters, boolean excluded, boolean repeated) {
        public boolean takes(int character) {
            return characters.indexOf(character) >= 0 != excluded;
        }

        private Part inSegment() {
            return excluded && characters.isEmpty() ? new Part(":", true, repeated) : this;
        }
    }

    public Wildcard {
        parts = List.copyOf(parts);
    }

    /** The pattern of a text without policy variables. */
    public static Wildcard of(String pattern) {
        return new Wildcard(literal(pattern).parts.stream()
                .map(part -> switch (part.characters()) {
                    case "*" -> STAR;
                    case "?" -> ONE;
                    default -> part;
                })
                .toList());
    }

    /** Only that text. */
    public static Wildcard literal(String text) {
        return new Wildcard(text.codePoints()
                .mapToObj(each -> new Part(Character.toString(each), false, false))
                .toList());
    }

    /** One after the other. */
    public static Wildcard joined(Wildcard... patterns) {
        return new Wildcard(
                Stream.of(patterns).flatMap(each -> each.parts.stream()).toList());
    }

    /** At least one character, none of which is one of these. */
    public static Wildcard some(String excluded) {
        return new Wildcard(List.of(new Part(excluded, true, false), new Part(excluded, true, true)));
    }

    /** So many digits. */
    public static Wildcard digits(int count) {
        return new Wildcard(Collections.nCopies(count, new Part("0123456789", false, false)));
    }

    /** The same without regard to case; the sign for Kelvin has the letter k as its lower case. */
    public Wildcard ignoringCase() {
        return new Wildcard(parts.stream()
                .map(part -> part.excluded()
                        ? part
                        : new Part(inAnyCase(part.characters().codePointAt(0)), false, part.repeated()))
                .toList());
    }

    private static String inAnyCase(int character) {
        String cases = Character.toString(character)
                + Character.toString(Character.toUpperCase(character))
                + Character.toString(Character.toLowerCase(character));
        return cases.contains("k") ? cases + "\u212A" : cases;
    }

    /**
     * The same, within the segments between colons; a star at the end of a segment goes on beyond it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Using
     *     wildcards in resource ARNs</a>
     */
    public Wildcard inSegments() {
        return new Wildcard(IntStream.range(0, parts.size())
                .mapToObj(at -> {
                    boolean endsSegment =
                            at == parts.size() - 1 || parts.get(at + 1).equals(COLON);
                    Part part = parts.get(at);
                    return part.repeated() && endsSegment ? part : part.inSegment();
                })
                .toList());
    }

    /**
     * The same with each of the six components of an ARN by itself; a star alone stands for any ARN.
     *
     * @throws PolicyException if it has fewer
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
     *     condition operators</a>
     */
    public Wildcard ofArn() {
        if (parts.equals(List.of(STAR))) {
            return this;
        }
        List<Part> bounded = new ArrayList<>();
        int colons = 0;
        for (Part part : parts) {
            colons += part.equals(COLON) ? 1 : 0;
            bounded.add(colons < ARN_COLONS ? part.inSegment() : part);
        }
        if (colons < ARN_COLONS) {
            throw new PolicyException("a pattern of an ARN with six parts, or *", example());
        }
        return new Wildcard(bounded);
    }

    /** A text that matches, which has an x for each character that is not fixed. */
    public String example() {
        return parts.stream()
                .map(part -> part.excluded()
                        ? "x"
                        : Character.toString(part.characters().codePointAt(0)))
                .collect(Collectors.joining());
    }

    public boolean matches(String value) {
        int part = 0;
        int at = 0;
        // The fixed beginning of most patterns decides.
        while (part < parts.size() && !parts.get(part).repeated()) {
            if (at >= value.length() || !parts.get(part).takes(value.codePointAt(at))) {
                return false;
            }
            at += Character.charCount(value.codePointAt(at));
            part++;
        }
        return part == parts.size()
                ? at == value.length()
                : (part == parts.size() - 1 && parts.get(part).equals(STAR)) || isEnd(after(part, value.substring(at)));
    }

    /** What has to follow a text that begins so, for the whole to match: one of these. */
    public List<Wildcard> rests(String prefix) {
        return after(0, prefix).stream()
                .mapToObj(at -> new Wildcard(parts.subList(at, parts.size())))
                .toList();
    }

    private BitSet after(int part, String text) {
        BitSet positions = new BitSet();
        add(positions, part);
        for (int at = 0; at < text.length() && !positions.isEmpty(); at += Character.charCount(text.codePointAt(at))) {
            positions = step(positions, text.codePointAt(at));
        }
        return positions;
    }

    /** The places before parts at which nothing is read. */
    public BitSet start() {
        BitSet positions = new BitSet();
        add(positions, 0);
        return positions;
    }

    /** The places after a further character. */
    public BitSet step(BitSet positions, int character) {
        BitSet next = new BitSet();
        for (int at = positions.nextSetBit(0); at >= 0 && at < parts.size(); at = positions.nextSetBit(at + 1)) {
            if (parts.get(at).takes(character)) {
                add(next, parts.get(at).repeated() ? at : at + 1);
            }
        }
        return next;
    }

    /** What can be read next. */
    public Stream<Part> next(BitSet positions) {
        return positions.stream().filter(at -> at < parts.size()).mapToObj(parts::get);
    }

    /** Whether what was read matches. */
    public boolean isEnd(BitSet positions) {
        return positions.get(parts.size());
    }

    /** What may repeat may also be absent. */
    private void add(BitSet positions, int from) {
        int at = from;
        positions.set(at);
        while (at < parts.size() && parts.get(at).repeated()) {
            positions.set(++at);
        }
    }
}
