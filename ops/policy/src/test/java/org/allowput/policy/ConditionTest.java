package org.allowput.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each operator with a key that is there, one that is there with another value, and one that is absent.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
class ConditionTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/policy/operators.txt", delimiter = '|')
    void anOperatorComparesAValueAndIfExistsLetsItBeAbsent(String operator, String expected, String met, String unmet) {
        boolean negated = operator.contains("Not");

        assertThat(isMet(operator, expected, met)).isTrue();
        assertThat(isMet(operator, expected, unmet)).isFalse();
        assertThat(isMet(operator, expected, (String[]) null)).isEqualTo(negated);
        assertThat(isMet(operator + "IfExists", expected, met)).isTrue();
        assertThat(isMet(operator + "IfExists", expected, unmet)).isFalse();
        assertThat(isMet(operator + "IfExists", expected, (String[]) null)).isTrue();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/policy/comparisons.txt", delimiter = '|')
    void aSetOfValuesAnArnAnAbsentKeyAndAVariableAreCompared(
            String operator, String expected, @Nullable String values, boolean met) {
        assertThat(condition(operator, expected.split(",")).isMetBy(request(values == null ? null : values.split(","))))
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals, a, 'a,b'",
        "NumericEquals, a, 1",
        "NumericEquals, 1, one",
        "DateEquals, yesterday, 2026",
        "Bool, yes, true",
        "IpAddress, example.com, 10.0.0.1",
        "IpAddress, 2001:db8::1, 2001:db8::1",
        "BinaryEquals, %, QQ==",
        "ArnLike, arn:aws:s3, arn:aws:s3:::a",
        "StringEquals, ${a, a"
    })
    void whatCannotBeComparedIsAnError(String operator, String expected, String values) {
        assertThatThrownBy(() -> isMet(operator, expected, values.split(","))).isInstanceOf(PolicyException.class);
    }

    private static boolean isMet(String operator, String expected, String @Nullable ... values) {
        return condition(operator, expected).isMetBy(request(values));
    }

    private static Condition condition(String operator, String... expected) {
        return Condition.of(operator, "A:B", List.of(expected), true);
    }

    private static Request request(String @Nullable [] values) {
        return new Request(
                "s3:GetObject",
                "",
                Caller.of("arn:aws:iam::111122223333:user/David"),
                values == null ? Map.of() : Map.of("a:b", Arrays.asList(values)));
    }
}
