package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPoliciesTest {
    /** Else a request that must never be allowed would be dropped in silence. */
    @ParameterizedTest
    @ValueSource(strings = {"if", "unless"})
    void aConditionThatNamesSomethingUnknownIsRefused(String kind) {
        assertThatThrownBy(() -> RequestPolicies.checked(List.of(Map.of("of", "session", kind, "writeOnze"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("session depend on writeOnze, expected one of");
    }
}
