package org.allowput.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern: {@code *} for any characters, {@code ?} for one. The time is that of its length times the value's.
 *
 * @param tokens what it is made of, in order
 */
record Wildcard(List<Token> tokens) {
    private static final Token COLON = new Token(':', false);
    private static final Token STAR = new Token(Token.ANY, true);
    /** How many parts an ARN has; the last may contain colons. */
    private static final int ARN_PARTS = 6;

    /**
     * What stands for one character, or for any number of them.
     *
     * @param character the only one that it takes; or {@link #ANY}, or {@link #ANY_IN_SEGMENT}, which is no colon
     */
    record Token(int character, boolean repeated) {
        static final int ANY = -1;
        static final int ANY_IN_SEGMENT = -2;

        boolean takes(int other) {
            return switch (character) {
                case ANY -> true;
                case ANY_IN_SEGMENT -> other != ':';
                default -> other == character;
            };
        }
    }

    /** The pattern of a text without policy variables. */
    static Wildcard of(String pattern) {
        return new Wildcard(pattern.codePoints()
                .mapToObj(character -> switch (character) {
                    case '*' -> STAR;
                    case '?' -> new Token(Token.ANY, false);
                    default -> new Token(character, false);
                })
                .toList());
    }

    /**
     * The same, within the segments between colons; a star at the end of a segment goes on beyond it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Using
     *     wildcards in resource ARNs</a>
     */
    Wildcard inSegments() {
        List<Token> bounded = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            boolean endsSegment = at == tokens.size() - 1 || tokens.get(at + 1).equals(COLON);
            bounded.add(
                    token.character() == Token.ANY && !(token.repeated() && endsSegment)
                            ? new Token(Token.ANY_IN_SEGMENT, token.repeated())
                            : token);
        }
        return new Wildcard(bounded);
    }

    boolean matches(String value) {
        int[] characters = value.codePoints().toArray();
        BitSet reached = new BitSet();
        reached.set(0);
        for (Token token : tokens) {
            BitSet next = token.repeated() ? (BitSet) reached.clone() : new BitSet();
            BitSet from = token.repeated() ? next : reached;
            for (int at = from.nextSetBit(0); at >= 0 && at < characters.length; at = from.nextSetBit(at + 1)) {
                if (token.takes(characters[at])) {
                    next.set(at + 1);
                }
            }
            reached = next;
        }
        return reached.get(characters.length);
    }

    /**
     * Each of the six components by itself; a star alone stands for any ARN.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
     *     condition operators</a>
     */
    boolean matchesArn(String value) {
        if (tokens.equals(List.of(STAR))) {
            return true;
        }
        List<List<Token>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        for (Token token : tokens) {
            if (token.equals(COLON) && parts.size() < ARN_PARTS) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(token);
            }
        }
        if (parts.size() < ARN_PARTS) {
            throw new PolicyException("a pattern of an ARN with six parts, or *", tokens);
        }
        String[] values = value.split(":", ARN_PARTS);
        for (int part = 0; part < ARN_PARTS; part++) {
            if (values.length < ARN_PARTS || !new Wildcard(parts.get(part)).matches(values[part])) {
                return false;
            }
        }
        return true;
    }
}
