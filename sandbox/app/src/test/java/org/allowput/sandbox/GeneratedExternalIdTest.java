package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GeneratedExternalIdTest {
    @Test
    void isAnotherOneEachTime() {
        assertThat(GeneratedExternalId.random()).isNotEqualTo(GeneratedExternalId.random());
    }

    @Test
    void isMaskedWhereverItStandsInALine() {
        GeneratedExternalId id = new GeneratedExternalId("agreed-1");

        assertThat(id.maskedIn("--parameters A:ExternalId=agreed-1 B:ExternalId=agreed-1"))
                .isEqualTo("--parameters A:ExternalId=*** B:ExternalId=***");
        assertThat(id.toString()).doesNotContain("agreed-1");
    }

    @Test
    void isRefusedWhereAwsWouldRefuseItAndIsNotQuoted() {
        assertThatThrownBy(() -> new GeneratedExternalId("with space"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("with space");
        assertThatThrownBy(() -> new GeneratedExternalId("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
