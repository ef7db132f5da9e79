package org.allowput.lambda.large;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.allowput.lambda.large.RangedCopy.RangePlan;
import org.junit.jupiter.api.Test;

class RangePlanTest {
    @Test
    void rangesCoverAllPartsOnceAndTheLastMayBeShorter() {
        RangePlan plan = RangePlan.of(5, 10, 25);

        assertThat(IntStream.range(0, plan.count()).map(plan::first)).containsExactly(0, 2, 4);
        assertThat(IntStream.range(0, plan.count()).map(plan::length)).containsExactly(2, 2, 1);
    }

    @Test
    void aPartThatIsLargerThanARangeIsARangeOfItsOwn() {
        RangePlan plan = RangePlan.of(3, 10, 9);

        assertThat(plan.count()).isEqualTo(3);
        assertThat(plan.length(2)).isEqualTo(1);
    }

    @Test
    void fewPartsAreOneRange() {
        assertThat(RangePlan.of(3, 10, 1000)).isEqualTo(new RangePlan(3, 3));
    }
}
