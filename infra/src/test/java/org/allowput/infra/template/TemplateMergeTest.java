package org.allowput.infra.template;

import static org.allowput.infra.template.Parsed.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateMergeTest {
    @Test
    void anEntryThatOnlyAnOptionHasGetsItsConditionAndOneThatItLacksToo() {
        assertThat(merge("{'A': {'Type': 'T'}}", "{'A': {'Type': 'T'}, 'B': {'Type': 'U'}}"))
                .isEqualTo(json("{'A': {'Type': 'T'}, 'B': {'Type': 'U', 'Condition': 'C0'}}"));
        assertThat(merge(
                        "{'A': {'Type': 'T'}}",
                        "{'A': {'Type': 'T'}}",
                        "{'A': {'Type': 'T'}, 'B': {'Type': 'U'}}",
                        "{'A': {'Type': 'T'}}"))
                .isEqualTo(json("{'A': {'Type': 'T'}, 'B': {'Type': 'U', 'Condition': 'C1'}}"));

        Variant without = new Variant("Creates", false, "", json("{}"), List.of());
        assertThat(TemplateMerge.mergeEntries(json("{'A': {'Type': 'T'}}"), List.of(without)))
                .isEqualTo(json("{'A': {'Type': 'T', 'Condition': 'Creates'}}"));
    }

    @Test
    void anEntryOfTwoOptionsIsRefused() {
        assertThatThrownBy(() -> merge("{}", "{'A': {}}", "{'A': {}}"))
                .hasMessage("A depends on 2 options, expected one");
        assertThatThrownBy(() -> merge("{'A': {}}", "{}")).hasMessage("A depends on 0 options, expected one");
    }

    @Test
    void anEntryDependsOnAllThatItDependsOnWithAnyOptionAndThatAlwaysExists() {
        assertThat(merge(
                        "{'A': {}, 'B': {}, 'E': {'DependsOn': ['A']}}",
                        "{'A': {}, 'B': {}, 'E': {'DependsOn': ['B']}}"))
                .isEqualTo(json("{'A': {}, 'B': {}, 'E': {'DependsOn': ['A', 'B']}}"));
        assertThat(merge("{'A': {}, 'E': {}}", "{'A': {}, 'E': {'DependsOn': ['A']}}"))
                .isEqualTo(json("{'A': {}, 'E': {'DependsOn': ['A']}}"));
        assertThat(merge("{}", "{'A': {}, 'E': {'DependsOn': ['A']}}"))
                .isEqualTo(json("{'A': {'Condition': 'C0'}, 'E': {'DependsOn': ['A'], 'Condition': 'C0'}}"));
        assertThatThrownBy(() -> merge("{'E': {}}", "{'A': {}, 'E': {'DependsOn': ['A']}}"))
                .hasMessage("E depends on A, which exists only with the condition C0");
    }

    @Test
    void anAttributeThatCannotHaveAFunctionMustBeTheSameWithEveryOption() {
        String message = "an option changes DeletionPolicy of E, which cannot have Fn::If: give it the same value with"
                + " every option";

        assertThat(merge("{'E': {'DeletionPolicy': 'Delete'}}", "{'E': {'DeletionPolicy': 'Delete'}}"))
                .isEqualTo(json("{'E': {'DeletionPolicy': 'Delete'}}"));
        assertThatThrownBy(() -> merge("{'E': {'DeletionPolicy': 'Delete'}}", "{'E': {'DeletionPolicy': 'Retain'}}"))
                .hasMessage(message);
        assertThatThrownBy(() -> merge("{'E': {'DeletionPolicy': 'Delete'}}", "{'E': {}}"))
                .hasMessage(message);
        assertThatThrownBy(() -> merge("{'E': {}}", "{'E': {'DeletionPolicy': 'Delete'}}"))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        {'Resources': {'E': {'DependsOn': {'Fn::If': ['C', ['A'], {'Ref': 'AWS::NoValue'}]}}}} | Resources.E.DependsOn has Fn::If
        {'Resources': {'E': {'DeletionPolicy': {'Ref': 'P'}}}} | Resources.E.DeletionPolicy has Ref
        {'Resources': {'E': {'Condition': {'Fn::Not': ['C']}}}} | Resources.E.Condition has Fn::Not
        {'Outputs': {'O': {'Description': {'Fn::Sub': '${P}'}}}} | Outputs.O.Description has Fn::Sub
        {'Parameters': {'P': {'Default': {'Ref': 'AWS::Region'}}}} | Parameters has Ref
        {'Metadata': {'M': [{'Ref': 'P'}]}} | Metadata has Ref
        """)
    void aFunctionWhereCloudFormationDoesNotEvaluateItIsRefused(String template, String message) {
        assertThatThrownBy(() -> IntrinsicPlaces.validate(json(template)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message + ", which CloudFormation does not evaluate there");
    }

    @Test
    void functionsStandInPropertiesMetadataUpdatePoliciesValuesAndConditions() {
        assertThatCode(() -> IntrinsicPlaces.validate(json("""
            {'Conditions': {'C': {'Fn::Equals': [{'Ref': 'P'}, '']}},
             'Resources': {'E': {'Condition': 'C', 'DependsOn': ['A'], 'Properties': {'V': {'Ref': 'P'}},
                                 'Metadata': {'V': {'Ref': 'P'}}, 'UpdatePolicy': {'Fn::If': ['C', 1, 2]}}},
             'Outputs': {'O': {'Value': {'Ref': 'P'}, 'Export': {'Name': {'Ref': 'P'}}}}}
            """))).doesNotThrowAnyException();
    }

    @Test
    void propertiesAreMergedOneByOne() {
        assertThat(merged(
                        "{'same': 1, 'changed': 'a', 'lost': 'l'}",
                        "{'same': 1, 'changed': 'b', 'lost': 'l', 'more': 'm'}",
                        "{'same': 1, 'changed': 'a'}"))
                .isEqualTo(json("""
                    {'same': 1, 'changed': {'Fn::If': ['C0', 'b', 'a']},
                     'lost': {'Fn::If': ['C1', {'Ref': 'AWS::NoValue'}, 'l']},
                     'more': {'Fn::If': ['C0', 'm', {'Ref': 'AWS::NoValue'}]}}
                    """));
    }

    @Test
    void ofATextOnlyWhatDiffersIsChosen() {
        assertThat(merged("{'V': 'x a y b z'}", "{'V': 'x c y b z'}", "{'V': {'Fn::Sub': 'x a y ${B} z'}}"))
                .isEqualTo(json("""
                    {'V': {'Fn::Join': ['', ['x ', {'Fn::If': ['C0', 'c', 'a']}, ' y ',
                                             {'Fn::If': ['C1', {'Ref': 'B'}, 'b']}, ' z']]}}
                    """));
    }

    @Test
    void whatSeveralOptionsAddIsThereWithAllOfTheirNames() {
        assertThat(merged("{}", "{'V': {'A': '1'}}", "{'V': {'B': '2'}}")).isEqualTo(json("""
            {'V': {'Fn::If': ['C0',
               {'A': '1', 'B': {'Fn::If': ['C1', '2', {'Ref': 'AWS::NoValue'}]}},
               {'Fn::If': ['C1', {'B': '2'}, {'Ref': 'AWS::NoValue'}]}]}}
            """));
        assertThatThrownBy(() -> merged("{}", "{'V': 'a'}", "{'V': 'b'}"))
                .hasMessage("several options add different values: \"a\" and \"b\"");
        assertThatThrownBy(() -> merged("{}", "{'V': {'A': 1}}", "{'V': 'b'}"))
                .hasMessageStartingWith("several options add different values");
    }

    @Test
    void itemsAreAlignedByEqualityAndStatementsByTheirSid() {
        assertThat(merged("{'S': [1, 2, 3]}", "{'S': [1, 3]}", "{'S': [0, 1, 2, 3, 4, 5]}", "{'S': [1, 9, 3]}"))
                .isEqualTo(json("""
                    {'S': [{'Fn::If': ['C1', 0, {'Ref': 'AWS::NoValue'}]}, 1,
                           {'Fn::If': ['C0', {'Ref': 'AWS::NoValue'}, {'Fn::If': ['C2', 9, 2]}]}, 3,
                           {'Fn::If': ['C1', 4, {'Ref': 'AWS::NoValue'}]},
                           {'Fn::If': ['C1', 5, {'Ref': 'AWS::NoValue'}]}]}
                    """));
        assertThat(merged(
                        "{'S': [{'Sid': 'A', 'v': 'x'}, {'Sid': 'B'}]}",
                        "{'S': [{'Sid': 'A', 'v': 'y'}, {'Sid': 'New'}, {'Sid': 'B'}]}"))
                .isEqualTo(json("""
                    {'S': [{'Sid': 'A', 'v': {'Fn::If': ['C0', 'y', 'x']}},
                           {'Fn::If': ['C0', {'Sid': 'New'}, {'Ref': 'AWS::NoValue'}]}, {'Sid': 'B'}]}
                    """));
        assertThatThrownBy(() -> merged("{'S': [1, 2, 3, 4]}", "{'S': [1, 8, 4]}"))
                .hasMessageStartingWith("items were replaced by another number of items");
    }

    @Test
    void equallyManyItemsBetweenTwoThatAreTheSameReplaceEachOther() {
        assertThat(merged("{'S': [1, 2, 3, 4, 9]}", "{'S': [1, 6, 7, 8, 9]}")).isEqualTo(json("""
            {'S': [1, {'Fn::If': ['C0', 6, 2]}, {'Fn::If': ['C0', 7, 3]}, {'Fn::If': ['C0', 8, 4]}, 9]}
            """));
        assertThat(merged("{'S': [1, 2, 3, 4, 5]}", "{'S': [1, 9, 3, 5]}"))
                .as("what is removed after them has no counterpart")
                .isEqualTo(json("""
                    {'S': [1, {'Fn::If': ['C0', 9, 2]}, 3, {'Fn::If': ['C0', {'Ref': 'AWS::NoValue'}, 4]}, 5]}
                    """));
        assertThat(merged("{'S': [1, 2, 3, 1, 2]}", "{'S': [3, 1, 2]}")).isEqualTo(json("""
            {'S': [{'Fn::If': ['C0', {'Ref': 'AWS::NoValue'}, 1]}, {'Fn::If': ['C0', {'Ref': 'AWS::NoValue'}, 2]},
                   3, 1, 2]}
            """));
    }

    @Test
    void valuesOfDifferentKindsAreChosenAsAWholeByOneOption() {
        assertThat(merged("{'V': 'a'}", "{'V': ['b']}")).isEqualTo(json("{'V': {'Fn::If': ['C0', ['b'], 'a']}}"));
        assertThat(merged("{'V': {'Fn::If': ['X', 'a', 'b']}}", "{'V': {'A': 1}}"))
                .isEqualTo(json("{'V': {'Fn::If': ['C0', {'A': 1}, {'Fn::If': ['X', 'a', 'b']}]}}"));
        assertThatThrownBy(() -> merged("{'V': 1}", "{'V': 2}", "{'V': 3}"))
                .hasMessage("2 options change the same value: 1");
        assertThatThrownBy(() -> merged("{'V': 'a'}", "{'V': 'b'}", "{'V': ['c']}"))
                .hasMessageStartingWith("2 options change the same value");
    }

    @Test
    void anOptionThatIsOffIfItsConditionIsTrueHasTheOtherPlace() {
        Variant off = new Variant("C", false, "", json("{'E': {'Value': 'b'}}"), List.of());

        assertThat(TemplateMerge.mergeEntries(json("{'E': {'Value': 'a'}}"), List.of(off)))
                .isEqualTo(json("{'E': {'Value': {'Fn::If': ['C', 'a', 'b']}}}"));
    }

    /** Of the properties of one entry. */
    private static JsonNode merged(String reference, String... variants) {
        String[] entries = new String[variants.length];
        for (int number = 0; number < variants.length; number++) {
            entries[number] = "{'E': {'Properties': " + variants[number] + "}}";
        }
        return merge("{'E': {'Properties': " + reference + "}}", entries).at("/E/Properties");
    }

    private static JsonNode merge(String reference, String... variants) {
        return TemplateMerge.mergeEntries(
                json(reference),
                IntStream.range(0, variants.length)
                        .mapToObj(number -> new Variant("C" + number, true, "", json(variants[number]), List.of()))
                        .toList());
    }
}
