package org.allowput.emulator.strict;

import java.util.regex.Pattern;

/** The patterns of policies: a star for any characters, a question mark for one, {@code ${*}} for a star itself. */
final class Wildcard {
    private Wildcard() {}

    static boolean matches(String pattern, String value) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < pattern.length(); ) {
            boolean literal = pattern.startsWith("${", at) && pattern.startsWith("}", at + 3);
            char character = pattern.charAt(literal ? at + 2 : at);
            regex.append(
                    literal
                            ? Pattern.quote(String.valueOf(character))
                            : switch (character) {
                                case '*' -> ".*";
                                case '?' -> ".";
                                default -> Pattern.quote(String.valueOf(character));
                            });
            at += literal ? 4 : 1;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(value).matches();
    }
}
