package org.allowput.ops.proof.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter that is not known is in braces, as is a resource. */
final class IntrinsicsTest {
    private static final String TEMPLATE = """
        {"Parameters": {"Name": {"Type": "String"}, "Known": {"Type": "String"}},
         "Conditions": {"A": {}, "B": {}, "C": {}},
         "Resources": {
           "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "b-${Name}"}}},
           "Generated": {"Type": "AWS::S3::Bucket"},
           "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"BucketName": "no"}}}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "text"                                              | text
        5                                                   | 5
        {"Ref": "Name"}                                     | {Name}
        {"Ref": "Known"}                                    | value
        {"Ref": "AWS::Partition"}                           | aws
        {"Ref": "AWS::AccountId"}                           | {AccountId}
        {"Ref": "Bucket"}                                   | b-{Name}
        {"Ref": "Generated"}                                | {Generated}
        {"Ref": "Queue"}                                    | {Queue}
        {"Fn::GetAtt": ["Bucket", "Arn"]}                   | arn:aws:s3:::b-{Name}
        {"Fn::GetAtt": "Bucket.Arn"}                        | arn:aws:s3:::b-{Name}
        {"Fn::GetAtt": ["Bucket", "DomainName"]}            | {Bucket.DomainName}
        {"Fn::GetAtt": ["Generated", "Arn"]}                | arn:aws:s3:::{Generated}
        {"Fn::GetAtt": ["Queue", "Arn"]}                    | {Queue.Arn}
        {"Fn::Join": ["", ["a", {"Ref": "Name"}, "b"]]}     | a{Name}b
        {"Fn::Join": [":", ["a", "b", "c"]]}                | a:b:c
        {"Fn::Sub": "arn:${AWS::Partition}:${Queue.Arn}/${Known}*"} | arn:aws:{Queue.Arn}/value*
        {"Fn::Sub": "${!aws:username}x"}                    | ${aws:username}x
        {"Fn::Sub": ["${A}-${Name}", {"A": {"Ref": "Known"}}]} | value-{Name}
        """)
    void aFunctionIsEvaluatedAsFarAsItIsKnown(String json, String text) throws IOException {
        assertThat(intrinsics().only(node(json), "here")).hasToString(text);
    }

    @Test
    void aParameterIsNotTheTextOfItsName() throws IOException {
        assertThat(intrinsics().only(node("{\"Ref\": \"Name\"}"), "here")).isNotEqualTo(Text.of("{Name}"));
        assertThat(intrinsics().only(node("{\"Ref\": \"Queue\"}"), "here")).isEqualTo(Text.ofAttribute("Queue"));
        assertThat(intrinsics().only(null, "here")).isEqualTo(Text.EMPTY);
    }

    @Test
    void eachChoiceHasTheConditionsUnderWhichItIsMade() throws IOException {
        Object either = node("""
            {"Fn::If": ["A", "one", {"Fn::If": ["B", {"Fn::Join": ["-", ["x", {"Fn::If": ["C", "y", "z"]}]]},
                                                {"Ref": "AWS::NoValue"}]}]}
            """);

        assertThat(intrinsics().text(either, "here"))
                .containsExactly(
                        new ConditionalValue<>(Text.of("one"), List.of(new ConditionValue("A", true))),
                        new ConditionalValue<>(
                                Text.of("x-y"),
                                List.of(
                                        new ConditionValue("A", false),
                                        new ConditionValue("B", true),
                                        new ConditionValue("C", true))),
                        new ConditionalValue<>(
                                Text.of("x-z"),
                                List.of(
                                        new ConditionValue("A", false),
                                        new ConditionValue("B", true),
                                        new ConditionValue("C", false))));
        assertThatThrownBy(() -> intrinsics().only(either, "here"))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("Fn::If");
    }

    @Test
    void theElementsOfAListHaveItsConditionsAndTheirOwn() throws IOException {
        assertThat(intrinsics().texts(node("""
            {"Fn::If": ["A", ["one", {"Fn::If": ["B", "two", {"Ref": "AWS::NoValue"}]}], "three"]}
            """), "here"))
                .containsExactly(
                        new ConditionalValue<>(Text.of("one"), List.of(new ConditionValue("A", true))),
                        new ConditionalValue<>(
                                Text.of("two"), List.of(new ConditionValue("A", true), new ConditionValue("B", true))),
                        new ConditionalValue<>(Text.of("three"), List.of(new ConditionValue("A", false))));
        assertThat(intrinsics().texts(null, "here")).isEmpty();
    }

    /** Otherwise a policy would be proven as if the whole text were absent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Fn::Join\": [\"\", [\"a\", {\"Ref\": \"AWS::NoValue\"}]]}",
                "{\"Fn::Join\": [\"\", [\"a\", {\"Fn::If\": [\"C\", \"b\", {\"Ref\": \"AWS::NoValue\"}]}]]}",
                "{\"Fn::Join\": [\"\", [{\"Fn::If\": [\"C\", {\"Ref\": \"AWS::NoValue\"}, \"b\"]}, \"a\"]]}",
                "{\"Fn::Sub\": [\"a${V}\", {\"V\": {\"Fn::If\": [\"C\", \"b\", {\"Ref\": \"AWS::NoValue\"}]}}]}"
            })
    void aTextOfWhichAPartMayBeAbsentIsNotModelled(String json) throws IOException {
        Object node = node(json);

        assertThatThrownBy(() -> intrinsics().text(node, "here"))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("AWS::NoValue in a text");
    }

    private static Object node(String json) throws IOException {
        return JSON.std.anyFrom(json);
    }

    private static Intrinsics intrinsics() throws IOException {
        return new Intrinsics(Template.parse(TEMPLATE), Map.of("Known", "value"));
    }
}
