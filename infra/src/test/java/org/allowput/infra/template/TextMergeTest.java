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
        a               | b             |            | {'Fn::If': ['C0', 'b', 'a']}
        ab              | abc           |            | {'Fn::Join': ['', ['ab', {'Fn::If': ['C0', 'c', '']}]]}
        bc              | abc           |            | {'Fn::Join': ['', [{'Fn::If': ['C0', 'a', '']}, 'bc']]}
        a b c           | x b c         | a b y      | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', 'a']}, ' b ', {'Fn::If': ['C1', 'y', 'c']}]]}
        a b c           | a b y         | x b c      | {'Fn::Join': ['', [{'Fn::If': ['C1', 'x', 'a']}, ' b ', {'Fn::If': ['C0', 'y', 'c']}]]}
        ${Q.Arn}/x      | ${Q.Url}/x    |            | {'Fn::Join': ['', [{'Fn::If': ['C0', {'Fn::GetAtt': ['Q', 'Url']}, {'Fn::GetAtt': ['Q', 'Arn']}]}, '/x']]}
        x/${Queue}      | x/${Quota}    |            | {'Fn::Join': ['', ['x/', {'Fn::If': ['C0', {'Ref': 'Quota'}, {'Ref': 'Queue'}]}]]}
        x$y             | x${A}y        |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', {'Ref': 'A'}, '$']}, 'y']]}
        "a","b","c"     | "a","c"       | "a","b"    | {'Fn::Join': ['', ['"a', {'Fn::If': ['C0', '', '","b']}, {'Fn::If': ['C1', '', '","c']}, '"']]}
        a(b)c           | -             | a(x)c      | {'Fn::If': ['C0', '-', {'Fn::Join': ['', ['a(', {'Fn::If': ['C1', 'x', 'b']}, ')c']]}]}
        a(b)c           | a(x)c         | -          | {'Fn::If': ['C1', '-', {'Fn::Join': ['', ['a(', {'Fn::If': ['C0', 'x', 'b']}, ')c']]}]}
        abcde           | axxde         | abyyyy     | {'Fn::If': ['C1', 'abyyyy', {'Fn::Join': ['', ['a', {'Fn::If': ['C0', 'xx', 'bc']}, 'de']]}]}
        abcde           | abyyyy        | axxde      | {'Fn::If': ['C0', 'abyyyy', {'Fn::Join': ['', ['a', {'Fn::If': ['C1', 'xx', 'bc']}, 'de']]}]}
        abcd            | axxd          | abyyy      | {'Fn::If': ['C0', 'axxd', {'Fn::Join': ['', ['ab', {'Fn::If': ['C1', 'yyy', 'cd']}]]}]}
        abc             | axc           | aybc       | {'Fn::Join': ['', ['a', {'Fn::If': ['C1', 'y', '']}, {'Fn::If': ['C0', 'x', 'b']}, 'c']]}
        abc             | aybc          | axc        | {'Fn::Join': ['', ['a', {'Fn::If': ['C0', 'y', '']}, {'Fn::If': ['C1', 'x', 'b']}, 'c']]}
        aa              | aaa           |            | {'Fn::Join': ['', [{'Fn::If': ['C0', 'a', '']}, 'aa']]}
        aaa             | aa            |            | {'Fn::Join': ['', [{'Fn::If': ['C0', '', 'a']}, 'aa']]}
        x${A}           | x             |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', '', {'Ref': 'A'}]}]]}
        ${A}            | x${A}         |            | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', '']}, {'Ref': 'A'}]]}
        ac              | axc           | ayc        | {'Fn::Join': ['', ['a', {'Fn::If': ['C0', 'x', '']}, {'Fn::If': ['C1', 'y', '']}, 'c']]}
        x$              | x$y           |            | {'Fn::Join': ['', ['x$', {'Fn::If': ['C0', 'y', '']}]]}
        x${Q}           | x}            |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', '}', {'Ref': 'Q'}]}]]}
        x}              | x${Q}         |            | {'Fn::Join': ['', ['x', {'Fn::If': ['C0', {'Ref': 'Q'}, '}']}]]}
        abcd            | -             | abxcd      | {'Fn::If': ['C0', '-', {'Fn::Join': ['', ['ab', {'Fn::If': ['C1', 'x', '']}, 'cd']]}]}
        abc             | xbc           | aybc       | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', 'a']}, {'Fn::If': ['C1', 'y', '']}, 'bc']]}
        abcde           | xde           | ybcde      | {'Fn::Join': ['', [{'Fn::If': ['C0', 'x', {'Fn::Join': ['', [{'Fn::If': ['C1', 'y', 'a']}, 'bc']]}]}, 'de']]}
        abcde           | ax            | abcdy      | {'Fn::Join': ['', ['a', {'Fn::If': ['C0', 'x', {'Fn::Join': ['', ['bcd', {'Fn::If': ['C1', 'y', 'e']}]]}]}]]}
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
