package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedRequestsTest {
    private static final String ALLOW = "{\"Effect\": \"Allow\", \"Action\": \"s3:PutObject\", \"Resource\": \"*\"}";
    private static final String DENY = ALLOW.replace("Allow", "Deny");

    /** Else what is never expected would be expected. */
    @Test
    void aStatementWithTheOtherEffectIsRefused() {
        assertThatThrownBy(() -> new ExpectedRequests.Builder().forbid("never", ALLOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only statements that deny");
        assertThatThrownBy(() -> new ExpectedRequests.Builder().require("put", DENY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only statements that allow");
    }

    @Test
    void eachActionIsRequiredByItself() {
        ExpectedRequests expected = new ExpectedRequests.Builder()
                .require("read", ALLOW.replace("\"s3:PutObject\"", "[\"s3:GetObject\", \"s3:GetObjectVersion\"]"))
                .forbid("never put", DENY)
                .build();

        assertThat(expected.text()).isEqualTo("read, never put");
        assertThat(expected.required())
                .containsOnlyKeys("read (s3:GetObject)", "read (s3:GetObjectVersion)")
                .allSatisfy((line, policy) -> assertThat(policy.statements()).hasSize(2));
    }

    @Test
    void noCharacterOfAValueHasAMeaning() {
        String value = "a*?$\"\\\n";

        assertThat(PolicyDocument.of(ALLOW.replace("\"*\"", "\"arn:aws:s3:::b/" + PolicyDocument.literal(value) + "\""))
                        .conditions()
                        .filter(condition -> condition.key().equals("resource"))
                        .flatMap(condition -> condition.texts().stream())
                        .flatMap(text -> text.fixed().stream()))
                .singleElement()
                .satisfies(pattern -> assertThat(List.of("a*?$\"\\\n", "axy$\"\\\n", "axyz$\"\\\n"))
                        .filteredOn(text -> pattern.matches("arn:aws:s3:::b/" + text))
                        .containsExactly(value));
    }
}
