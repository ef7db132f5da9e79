package org.allowput.ops.proof.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

final class TextTest {
    private static final Text NAME = Text.ofParameter("Name");

    @Test
    void equalTextsAreEqualHoweverTheyWereMade() {
        assertThat(Text.of("a").then("b").then(NAME).then("").then(Text.of("c").then("d")))
                .isEqualTo(Text.of("ab").then(NAME).then("cd"))
                .isNotEqualTo(Text.of("ab{Name}cd"))
                .hasToString("ab{Name}cd");
        assertThat(Text.of("")).isEqualTo(Text.EMPTY);
        assertThat(Text.ofParameter("AWS::Region")).hasToString("{Region}");
    }

    @Test
    void onlyLiteralsAreReplaced() {
        assertThat(Text.of("Ab").then(Text.ofParameter("Cd")).then("E").map(text -> text.toLowerCase(Locale.ROOT)))
                .isEqualTo(Text.of("ab").then(Text.ofParameter("Cd")).then("e"));
        assertThat(Text.of("x").then(NAME).map(text -> "")).isEqualTo(NAME);
    }

    @Test
    void aTextWithAParameterIsNoLiteral() {
        assertThat(Text.of("a").literal()).contains("a");
        assertThat(Text.EMPTY.literal()).contains("");
        assertThat(Text.of("a").then(NAME).literal()).isEmpty();
        assertThat(Text.of("a").then(NAME).parameters()).containsExactly("Name");
    }

    @Test
    void whatIsBetweenTwoLiteralsMayHaveParameters() {
        Text arn = Text.of("arn:").then(NAME).then("/*");

        assertThat(arn.between("arn:", "*")).contains(NAME.then("/"));
        assertThat(arn.between("ar", "")).contains(Text.of("n:").then(NAME).then("/*"));
        assertThat(arn.between("", "/*")).contains(Text.of("arn:").then(NAME));
        assertThat(arn.between("x", "*")).isEmpty();
        assertThat(arn.between("arn:", "x")).isEmpty();
        assertThat(Text.of("arn:*").between("arn:", "*")).contains(Text.EMPTY);
        assertThat(Text.of("arn:").between("arn:", "")).contains(Text.EMPTY);
        assertThat(Text.of("arn:").between("arn:", "*")).isEmpty();
        assertThat(Text.of("arn:").then(NAME).between("arn:", "*")).isEmpty();
        assertThat(NAME.then("*").between("", "*")).contains(NAME);
        assertThat(NAME.then("*").between("a", "*")).isEmpty();
        assertThat(Text.of("*").then(NAME).between("", "*")).isEmpty();
        assertThat(Text.EMPTY.between("", "")).contains(Text.EMPTY);
    }
}
