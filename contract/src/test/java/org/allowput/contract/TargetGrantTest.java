package org.allowput.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allowput.contract.TargetGrant.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetGrantTest {
    private static final String LINE =
            "111111111111|us-east-1|a.target|AllowPutToS3|from b, c;/||_deliveries/|deletions|false|true";

    @Test
    void whatIsPrintedIsRead() {
        TargetGrant grant = TargetGrant.parse(LINE);

        assertThat(grant.line()).isEqualTo(LINE);
        assertThat(TargetGrant.of(grant::get)).isEqualTo(grant);
        assertThat(grant.get(Field.KEY_PREFIX)).isEqualTo("from b, c;/");
        assertThat(grant.get(Field.KMS_KEY)).isEmpty();
        assertThat(grant.get(Field.DELIVERIES_PREFIX)).isEqualTo("_deliveries/");
        assertThat(grant.allows(Field.REPLICATE_DELETES)).isTrue();
        assertThat(grant.allows(Field.REPLICATE_TAGS)).isFalse();
        assertThat(grant.allows(Field.WRITE_ONCE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        a.target                                              ; 1 values, expected 10
        111111111111|us-east-1|b|r|p|||none|false             ; 9 values, expected 10
        111111111111||b|r|p|||none|false|false                ; TargetRegion is empty
        111111111111|us-east-1|b|r|p|||yes|false|false        ; ReplicateDeletes is "yes", expected one of none, deletions, deletionsAndExpirations
        """)
    void anotherTextIsRefusedWithWhatWasSeen(String line, String expected) {
        assertThatThrownBy(() -> TargetGrant.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aValueWithTheSeparatorIsRefused() {
        TargetGrant grant = TargetGrant.parse(LINE);

        assertThatThrownBy(() -> TargetGrant.of(field -> field == Field.KEY_PREFIX ? "a|b" : grant.get(field)))
                .hasMessageContaining("KeyPrefix has a |");
    }
}
