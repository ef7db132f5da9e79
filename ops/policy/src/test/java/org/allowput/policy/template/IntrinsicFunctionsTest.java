package org.allowput.policy.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrinsicFunctionsTest {
    private static final Map<String, String> REFERENCES =
            Map.of("Name", "a-bucket", "Empty", "", "Bucket.Arn", "arn:aws:s3:::a-bucket");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        !Ref Name                                              | a-bucket
        !GetAtt Bucket.Arn                                     | arn:aws:s3:::a-bucket
        !GetAtt [Bucket, Arn]                                  | arn:aws:s3:::a-bucket
        !Sub "${Name}/${!Name}"                                | a-bucket/${Name}
        !Sub ["${Own}/${Name}", {Own: !Ref Name}]              | a-bucket/a-bucket
        !Join ["-", [a, !Ref "AWS::NoValue", !Ref Name]]       | a-a-bucket
        !Join ["", ["{{resolve:secretsmanager:", !Ref Name, "}}"]] | {{resolve:secretsmanager:a-bucket}}
        !Select ["5", !Split [":", !GetAtt Bucket.Arn]]        | a-bucket
        !If [IsEmpty, a, b]                                    | b
        !If [IsEmptyOrNamed, a, b]                             | a
        """)
    void functionsAreEvaluated(String value, String expected) {
        assertThat(evaluate(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        !Ref Other                              | Ref: Other is not known
        !Ref Bucket.Arn                         | Ref: seen Bucket.Arn
        !GetAtt Name                            | Fn::GetAtt: seen Name
        !ImportValue Name                       | seen the function Fn::ImportValue
        !Join ["-"]                             | seen the function Fn::Join
        !Select ["1", [a]]                      | seen the index 1, expected one below 1
        !Equals [a, a]                          | seen a condition, expected a value
        !If [IsItself, a, b]                    | seen a value that refers to itself
        !If [IsMissing, a, b]                   | seen no condition, expected a condition
        !If [IsText, a, b]                      | seen no condition, expected a condition
        {"Ref": Name, Further: a}               | expected a function alone
        "{{resolve:ssm:/a}}"                    | seen the dynamic reference
        !Join ["", ["{{resolve:ssm:", /a, "}}"]]| seen the dynamic reference
        """)
    void whatIsNotKnownIsRefused(String value, String message) {
        assertThatThrownBy(() -> evaluate(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatHasNoValueIsLeftOut() {
        assertThat(evaluate("{a: !Ref AWS::NoValue, b: [!If [IsEmpty, x, !Ref AWS::NoValue], y], c: {}}"))
                .isEqualTo(Map.of("b", List.of("y"), "c", Map.of()));
    }

    @Test
    void aResourceExistsIfItsConditionIsTrue() {
        IntrinsicFunctions functions = functions("text");

        assertThat(functions.exists(Map.of("Condition", "IsEmptyOrNamed"))).isTrue();
        assertThat(functions.exists(Map.of("Condition", "IsEmpty"))).isFalse();
        assertThat(functions.exists(Map.of())).isTrue();
    }

    private static Object evaluate(String value) {
        IntrinsicFunctions functions = functions(value);
        return functions.value(template(value).section("Resources").get("Value"));
    }

    private static IntrinsicFunctions functions(String value) {
        return new IntrinsicFunctions(
                template(value),
                name -> Optional.ofNullable(REFERENCES.get(name))
                        .orElseThrow(() -> new IllegalArgumentException(name + " is not known")));
    }

    private static Template template(String value) {
        return Template.parse("""
            Conditions:
              IsEmpty: !Equals [!Ref Name, ""]
              IsEmptyOrNamed: !Or [!Equals [!Ref Name, ""], !Not [!Equals [!Ref Empty, a]]]
              IsItself: !Not [!Equals [!If [IsItself, a, b], a]]
              IsText: a
            Resources:
              Value: %s
            """.formatted(value));
    }
}
