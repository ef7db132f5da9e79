package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExternalIdTest {
    @Test
    void isAnotherOneEachTime() {
        assertThat(ExternalId.random()).isNotEqualTo(ExternalId.random());
    }

    @Test
    void isMaskedWhereverItStandsInALine() {
        var id = new ExternalId("agreed-1");

        assertThat(id.maskedIn("--parameters A:ExternalId=agreed-1 B:ExternalId=agreed-1"))
                .isEqualTo("--parameters A:ExternalId=*** B:ExternalId=***");
        assertThat(id.toString()).doesNotContain("agreed-1");
    }

    @Test
    void isRefusedWhereAwsWouldRefuseItAndIsNotQuoted() {
        assertThatThrownBy(() -> new ExternalId("with space"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("with space");
        assertThatThrownBy(() -> new ExternalId("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
