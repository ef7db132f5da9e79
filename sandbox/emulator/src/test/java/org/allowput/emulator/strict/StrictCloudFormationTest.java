package org.allowput.emulator.strict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictCloudFormationTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Resources: {B: {DependsOn: !If [C, [P], !Ref AWS::NoValue]}}                | DependsOn must be a string or list of strings.
        Resources: {B: {DependsOn: [!Ref P]}}                                       | DependsOn must be a string or list of strings.
        {"Resources": {"B": {"DependsOn": {"Fn::If": ["C", ["P"], ["Q"]]}}}}        | DependsOn must be a string or list of strings.
        Resources: {B: {DeletionPolicy: !Ref P}}                                    | Every DeletionPolicy member must be a string.
        Resources: {B: {Condition: {"Fn::Not": [C]}}}                               | Every Condition member must be a string.
        Outputs: {O: {Description: !Sub "${P}"}}                                    | Every Description member must be a string.
        Parameters: {P: {Default: !Ref AWS::Region}}                                | Every Default member must be a string.
        """)
    void aFunctionWhereCloudFormationDoesNotEvaluateItIsRefused(String template, String message) {
        assertThat(refuse(template)).hasValue(new Refusal(400, "ValidationError", "Template format error: " + message));
    }

    @Test
    void functionsInPropertiesAndOutputsAreNot() {
        assertThat(refuse("""
            Parameters: {P: {Type: String, Default: 1}}
            Resources: {B: {Type: T, DependsOn: [A, C], DeletionPolicy: Retain, Properties: {V: !If [C, !Ref P, 1]}},
                        D: {DependsOn: A, Metadata: !Ref P}}
            Outputs: {O: {Description: text, Value: !Ref P, Export: {Name: !Sub "${P}"}}}
            """)).isEmpty();
        assertThat(StrictCloudFormation.NONE.refuse("Action=DescribeStacks&StackName=s"))
                .isEmpty();
    }

    @Test
    void aTemplateIsTooLongForARequestAbove51200Characters() {
        String resources = "Resources: {}\n";

        assertThat(refuse(resources + " ".repeat(51_200 - resources.length()))).isEmpty();
        assertThat(refuse(resources + " ".repeat(51_201 - resources.length())))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("'templateBody'"));
    }

    private static Optional<Refusal> refuse(String template) {
        return StrictCloudFormation.NONE.refuse(
                "Action=CreateStack&TemplateBody=" + URLEncoder.encode(template, UTF_8) + "&StackName=s");
    }
}
