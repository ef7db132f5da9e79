package org.allowput.infra.template;

import static org.allowput.infra.template.Parsed.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

        Variant without = new Variant("Creates", false, "", json("{}"));
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
        Variant off = new Variant("C", false, "", json("{'E': {'V': 'b'}}"));

        assertThat(TemplateMerge.mergeEntries(json("{'E': {'V': 'a'}}"), List.of(off)))
                .isEqualTo(json("{'E': {'V': {'Fn::If': ['C', 'a', 'b']}}}"));
    }

    /** Of the properties of one entry. */
    private static JsonNode merged(String reference, String... variants) {
        String[] entries = new String[variants.length];
        for (int number = 0; number < variants.length; number++) {
            entries[number] = "{'E': " + variants[number] + "}";
        }
        return merge("{'E': " + reference + "}", entries).get("E");
    }

    private static JsonNode merge(String reference, String... variants) {
        return TemplateMerge.mergeEntries(
                json(reference),
                IntStream.range(0, variants.length)
                        .mapToObj(number -> new Variant("C" + number, true, "", json(variants[number])))
                        .toList());
    }
}
