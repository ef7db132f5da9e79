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
    private static final Token COLON = new Token.Literal(':');
    /** How many parts an ARN has; the last may contain colons. */
    private static final int ARN_PARTS = 6;

    sealed interface Token {
        /** One character, as it is. */
        record Literal(int codePoint) implements Token {}

        /** Any character, or one that is no colon. */
        record One(boolean inSegment) implements Token {}

        /** Any characters, or those before the next colon. */
        record Many(boolean inSegment) implements Token {}
    }

    /** The pattern of a text without policy variables. */
    static Wildcard of(String pattern) {
        return new Wildcard(pattern.codePoints()
                .<Token>mapToObj(character -> switch (character) {
                    case '*' -> new Token.Many(false);
                    case '?' -> new Token.One(false);
                    default -> new Token.Literal(character);
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
            boolean atEnd = at == tokens.size() - 1 || tokens.get(at + 1).equals(COLON);
            bounded.add(
                    switch (tokens.get(at)) {
                        case Token.Literal literal -> literal;
                        case Token.One ignored -> new Token.One(true);
                        case Token.Many ignored -> new Token.Many(!atEnd);
                    });
        }
        return new Wildcard(bounded);
    }

    boolean matches(String value) {
        int[] characters = value.codePoints().toArray();
        BitSet reached = new BitSet();
        reached.set(0);
        for (Token token : tokens) {
            reached = step(reached, token, characters);
        }
        return reached.get(characters.length);
    }

    private static BitSet step(BitSet reached, Token token, int[] characters) {
        BitSet next = new BitSet();
        for (int from = reached.nextSetBit(0); from >= 0; from = reached.nextSetBit(from + 1)) {
            switch (token) {
                case Token.Literal(int expected) -> {
                    if (from < characters.length && characters[from] == expected) {
                        next.set(from + 1);
                    }
                }
                case Token.One(boolean inSegment) -> {
                    if (from < characters.length && !(inSegment && characters[from] == ':')) {
                        next.set(from + 1);
                    }
                }
                case Token.Many(boolean inSegment) -> {
                    int to = from;
                    while (to < characters.length && !(inSegment && characters[to] == ':') && !next.get(to)) {
                        next.set(to++);
                    }
                    next.set(to);
                }
            }
        }
        return next;
    }

    /**
     * Each of the six components by itself; a star alone stands for any ARN.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
     *     condition operators</a>
     */
    boolean matchesArn(String value) {
        if (tokens.equals(List.of(new Token.Many(false)))) {
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
