package org.allowput.ops.proof.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private static final String JSON = """
        {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Condition": "Made", "Properties": {"A": 1}},
                       "Topic": {"Type": "AWS::SNS::Topic"}}}
        """;

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"TemplateBody\": %s}", "  \n%s"})
    void aTemplateIsReadByItselfAndFromTheAnswerOfCloudFormation(String form) throws IOException {
        Template template = Template.parse(form.formatted(JSON));

        assertThat(template.resources())
                .containsExactly(
                        new Template.Resource(
                                "Role", "AWS::IAM::Role", Map.of("A", "1"), List.of(new ConditionValue("Made", true))),
                        new Template.Resource("Topic", "AWS::SNS::Topic", Map.of(), List.of()));
        assertThat(template.resources("AWS::SNS::Topic"))
                .extracting(Template.Resource::logicalId)
                .containsExactly("Topic");
        assertThat(template.section("Outputs")).isEmpty();
    }

    @Test
    void theShortFormsOfYamlAreFunctions() throws IOException {
        Template template = Template.parse("""
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Reference: !Ref Name
                  Condition: !Condition IsSet
                  Attribute: !GetAtt Queue.Arn
                  Text: !Sub "${Name}"
                  Either: !If [IsSet, !Ref Name, "x"]
            """);

        assertThat(template.resources().getFirst().properties())
                .isEqualTo(Map.of(
                        "Reference", Map.of("Ref", "Name"),
                        "Condition", Map.of("Condition", "IsSet"),
                        "Attribute", Map.of("Fn::GetAtt", "Queue.Arn"),
                        "Text", Map.of("Fn::Sub", "${Name}"),
                        "Either", Map.of("Fn::If", List.of("IsSet", Map.of("Ref", "Name"), "x"))));
    }

    /** Two readers could read it differently, or something else than what is read would be deployed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a key twice in JSON  | {"Resources": {"A": {"Type": "T"}, "A": {"Type": "U"}}} | line 1: seen the key A for the second time
        text after the end   | {"Resources": {}} {"Resources": {}}                    | text after the end
        null                 | {"Resources": {"A": null}}                             | null
        a key twice in YAML  | `Resources: {A: {Type: T}, A: {Type: U}}`              | the key A for the second time
        an alias             | `Resources: {A: &a {Type: T}, B: *a}`                  | the anchor &a
        an octal number      | `Resources: {A: {Type: 0123}}`                         | 0123
        a word for true      | `Resources: {A: {Type: yes}}`                          | yes
        nothing              | `Resources: {A: {Type: }}`                             | null
        bytes                | `Resources: {A: {Type: !!binary aGk=}}`                | aGk=
        pairs                | `Resources: {A: {Type: !!pairs [a]}}`                  | the tag tag:yaml.org,2002:pairs
        a zero too much      | `Resources: {A: {Type: 1.50}}`                         | 1.50
        many digits          | {"Resources": {"A": {"Type": 222222222222}}}           | the number 222222222222
        an exponent          | {"Resources": {"A": {"Type": 1e1}}}                    | the number 1e1
        """)
    void whatCanBeReadInTwoWaysIsRefused(String what, String text, String seen) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Transform\": \"M\", \"Resources\": {}}",
                "{\"Resources\": {\"Fn::Transform\": {}}}",
                "{\"Resources\": {\"R\": {\"Type\": \"T\", \"Properties\": {\"A\": [{\"Fn::Transform\": {}}]}}}}"
            })
    void aTransformIsRefused(String text) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("Transform");
    }

    @Test
    void whatIsNoTemplateIsRefused() {
        assertThatThrownBy(() -> Template.parse("{\"Outputs\": {}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no section Resources");
        assertThatThrownBy(() -> Template.parse("just text"))
                .isInstanceOf(IOException.class)
                .hasMessage("it is neither an object in JSON nor a mapping in YAML");
        assertThatThrownBy(() -> Template.parse("a: [")).isInstanceOf(IOException.class);
    }
}
