package org.allowput.infra.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyLengthTest {
    @Test
    void charactersCountWithoutWhiteSpaceAndWithTheValuesOfParameters() {
        assertThat(length(Map.of("Effect", "Allow"))).isEqualTo("{\"Effect\":\"Allow\"}".length());
        assertThat(length(Map.of("Sid", "a b\tc"))).isEqualTo("{\"Sid\":\"ab\\tc\"}".length());
        assertThat(length(Map.of("Id", Map.of("Ref", "ExternalId")))).isEqualTo("{\"Id\":\"12345\"}".length());
        assertThat(length(Map.of("Arn", Map.of("Fn::Join", List.of(":", List.of("arn", Map.of("Ref", "ExternalId")))))))
                .isEqualTo("{\"Arn\":\"arn:12345\"}".length());
    }

    /** An ExternalId that is not set, as the next one, has no characters. */
    @Test
    void whatIsEmptyIsNoItemOfAList() {
        assertThat(length(List.of(
                        "a",
                        Map.of("Fn::If", List.of("HasNext", Map.of("Ref", "Empty"), "other")),
                        Map.of("Fn::If", List.of("HasNext", Map.of("Ref", "ExternalId"), "other")))))
                .isEqualTo("[\"a\",\"12345\"]".length());
    }

    private static int length(Object template) {
        return PolicyLength.of(template, name -> name.equals("Empty") ? "" : "12345");
    }
}
