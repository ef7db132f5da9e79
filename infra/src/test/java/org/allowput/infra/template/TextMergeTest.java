package org.allowput.infra.template;

import static org.allowput.infra.template.Parsed.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMergeTest {
    @Test
    void theValueOfAnOptionalParameterStandsInTheTextItself() {
        Variant prefix = new Variant("HasPrefix", true, "Prefix", TextNode.valueOf(""), List.of());

        assertThat(TextMerge.merge("arn:bucket/*", List.of(prefix), List.of("arn:bucket/${Prefix}*")))
                .isEqualTo(json("{'Fn::Sub': 'arn:bucket/${Prefix}*'}"));
        assertThat(TextMerge.merge("arn:bucket/${Prefix}*", List.of(prefix), List.of("arn:bucket/*")))
                .isEqualTo(json("{'Fn::Sub': 'arn:bucket/${Prefix}*'}"));
        assertThat(TextMerge.merge("arn:bucket/*", List.of(prefix), List.of("arn:bucket/${Other}*")))
                .isEqualTo(json("{'Fn::Join': ['', ['arn:bucket/', {'Fn::If': ['HasPrefix', {'Ref': 'Other'}, '']},"
                        + " '*']]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a b c           | a x c         |            | {'Fn::Join': ['', ['a ', {'Fn::If': ['C0', 'x', 'b']}, ' c']]}
        deletions       | deleteTags    |            | {'Fn::If': ['C0', 'deleteTags', 'deletions']}
        a               | b             |            | {'Fn::If': ['C0', 'b', 'a']}
        12              | 123           |            | {'Fn::Join': ['', ['12', {'Fn::If': ['C0', '3', '']}]]}
        23              | 123           |            | {'Fn::Join': ['', [{'Fn::If': ['C0', '1', '']}, '23']]}
        a b c           | x b c         | a b y      | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', 'a']}, ' b ', {'Fn::If': ['C1', 'y', 'c']}]]}
        a b c           | a b y         | x b c      | {'Fn::Join': ['', [{'Fn::If': ['C1', 'x', 'a']}, ' b ', {'Fn::If': ['C0', 'y', 'c']}]]}
        ${Q.Arn}/x      | ${Q.Url}/x    |            | {'Fn::Join': ['', [{'Fn::If': ['C0', {'Fn::GetAtt': ['Q', 'Url']}, {'Fn::GetAtt': ['Q', 'Arn']}]}, '/x']]}
        x/${Queue}      | x/${Quota}    |            | {'Fn::Join': ['', ['x/', {'Fn::If': ['C0', {'Ref': 'Quota'}, {'Ref': 'Queue'}]}]]}
        x$y             | x${A}y        |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', {'Ref': 'A'}, '$']}, 'y']]}
        "a","b","c"     | "a","c"       | "a","b"    | {'Fn::Join': ['', ['"a', {'Fn::If': ['C0', '', '","b']}, {'Fn::If': ['C1', '', '","c']}, '"']]}
        a(b)c           | -             | a(x)c      | {'Fn::If': ['C0', '-', {'Fn::Join': ['', ['a(', {'Fn::If': ['C1', 'x', 'b']}, ')c']]}]}
        a(b)c           | a(x)c         | -          | {'Fn::If': ['C1', '-', {'Fn::Join': ['', ['a(', {'Fn::If': ['C0', 'x', 'b']}, ')c']]}]}
        12345           | 17745         | 128888     | {'Fn::If': ['C1', '128888', {'Fn::Join': ['', ['1', {'Fn::If': ['C0', '77', '23']}, '45']]}]}
        12345           | 128888        | 17745      | {'Fn::If': ['C0', '128888', {'Fn::Join': ['', ['1', {'Fn::If': ['C1', '77', '23']}, '45']]}]}
        1234            | 1774          | 12888      | {'Fn::If': ['C0', '1774', {'Fn::Join': ['', ['12', {'Fn::If': ['C1', '888', '34']}]]}]}
        123             | 173           | 1823       | {'Fn::Join': ['', ['1', {'Fn::If': ['C1', '8', '']}, {'Fn::If': ['C0', '7', '2']}, '3']]}
        123             | 1823          | 173        | {'Fn::Join': ['', ['1', {'Fn::If': ['C0', '8', '']}, {'Fn::If': ['C1', '7', '2']}, '3']]}
        11              | 111           |            | {'Fn::Join': ['', [{'Fn::If': ['C0', '1', '']}, '11']]}
        111             | 11            |            | {'Fn::Join': ['', [{'Fn::If': ['C0', '', '1']}, '11']]}
        x${A}           | x             |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', '', {'Ref': 'A'}]}]]}
        ${A}            | x${A}         |            | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', '']}, {'Ref': 'A'}]]}
        13              | 173           | 183        | {'Fn::Join': ['', ['1', {'Fn::If': ['C0', '7', '']}, {'Fn::If': ['C1', '8', '']}, '3']]}
        x$              | x$y           |            | {'Fn::Join': ['', ['x$', {'Fn::If': ['C0', 'y', '']}]]}
        x${Q}           | x}            |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', '}', {'Ref': 'Q'}]}]]}
        x}              | x${Q}         |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', {'Ref': 'Q'}, '}']}]]}
        1234            | -             | 12734      | {'Fn::If': ['C0', '-', {'Fn::Join': ['', ['12', {'Fn::If': ['C1', '7', '']}, '34']]}]}
        123             | 723           | 1823       | {'Fn::Join': ['', [{'Fn::If': ['C0', '7', '1']}, {'Fn::If': ['C1', '8', '']}, '23']]}
        12345           | 745           | 82345      | {'Fn::Join': ['', [{'Fn::If': ['C0', '7', {'Fn::Join': ['', [{'Fn::If': ['C1', '8', '1']}, '23']]}]}, '45']]}
        12345           | 17            | 12348      | {'Fn::Join': ['', ['1', {'Fn::If': ['C0', '7', {'Fn::Join': ['', ['234', {'Fn::If': ['C1', '8', '5']}]]}]}]]}
        """)
    void whatDiffersIsChosenByTheConditionOfItsVariant(String reference, String one, String other, String merged) {
        List<String> texts = other == null ? List.of(one) : List.of(one, other);

        assertThat(merge(reference, texts)).isEqualTo(json(merged));
    }

    @Test
    void twoVariantsOfOnePlaceAreRefused() {
        assertThatThrownBy(() -> merge("a b c", List.of("a x c", "a y c")))
                .hasMessage("two options change the same part of: a b c");
    }

    private static JsonNode merge(String reference, List<String> texts) {
        List<Variant> variants = IntStream.range(0, texts.size())
                .mapToObj(number -> new Variant("C" + number, true, "", TextNode.valueOf(texts.get(number)), List.of()))
                .toList();
        return TextMerge.merge(reference, variants, texts);
    }
}
