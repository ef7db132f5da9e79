package org.allowput.lambda.multipart;

import static org.allowput.contract.selection.SizeRange.LARGEST_OBJECT;
import static org.allowput.contract.selection.SizeRange.MOST_PARTS;
import static org.allowput.lambda.multipart.PartPlan.LARGEST_PUT;
import static org.allowput.lambda.multipart.PartPlan.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartPlanTest {
    private static final long TIB = 1024L * 1024 * MIB;

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                64 * MIB,
                64 * MIB + 1,
                100_000_000,
                LARGEST_PUT,
                LARGEST_PUT + 1,
                320_000 * MIB,
                320_000 * MIB + 1,
                5 * TIB,
                5 * TIB + 1,
                48 * TIB,
                LARGEST_OBJECT - 1,
                LARGEST_OBJECT
            })
    void everySizeUpToTheLimitIsCutIntoPartsThatS3Takes(long size) {
        PartPlan plan = PartPlan.of(size, 32 * PartPlan.MIB);

        assertThat(plan.count()).isBetween(1, MOST_PARTS);
        assertThat(plan.partSize()).isBetween(5 * MIB, LARGEST_PUT);
        long end = 0;
        for (int index = 0; index < plan.count(); index++) {
            assertThat(plan.offset(index)).isEqualTo(end);
            assertThat(plan.length(index)).isPositive();
            end += plan.length(index);
        }
        assertThat(end).isEqualTo(size);
    }

    @Test
    void theLargestObjectIsS3sLimitOf48Point8Tebibytes() {
        assertThat(LARGEST_OBJECT / (double) TIB).isBetween(48.8, 48.9);
        assertThat(PartPlan.of(LARGEST_OBJECT, 32 * PartPlan.MIB).partSize()).isEqualTo(LARGEST_PUT);
    }

    @Test
    void aByteMoreThanS3TakesIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> PartPlan.of(LARGEST_OBJECT + 1, 32 * PartPlan.MIB))
                .hasMessageContaining(String.valueOf(LARGEST_OBJECT));
    }
}
