package org.allowput.ops.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    /** As S3 lists them: a key before those that it begins, and code points above U+FFFF last. */
    private static final List<String> KEYS = List.of("", "a", "a/b", "ab", "b", "é", "\uFFFD", "🌷", "🌷a", "🌹");

    @Test
    void keysAreOrderedAsS3ListsThem() {
        for (int one = 0; one < KEYS.size(); one++) {
            for (int other = 0; other < KEYS.size(); other++) {
                assertThat(Integer.signum(KeyOrder.compare(KEYS.get(one), KEYS.get(other))))
                        .as("%s and %s", KEYS.get(one), KEYS.get(other))
                        .isEqualTo(Integer.compare(one, other));
            }
        }
    }
}
