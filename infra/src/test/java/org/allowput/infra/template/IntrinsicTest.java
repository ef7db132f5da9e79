package org.allowput.infra.template;

import static org.allowput.infra.template.Parsed.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrinsicTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        plain                | 'plain'
        ${Queue}             | {'Ref': 'Queue'}
        ${Queue.Arn}         | {'Fn::GetAtt': ['Queue', 'Arn']}
        ${Stack.Outputs.Arn} | {'Fn::GetAtt': ['Stack', 'Outputs.Arn']}
        a ${Queue} b         | {'Fn::Sub': 'a ${Queue} b'}
        ${!aws:username}     | {'Fn::Sub': '${!aws:username}'}
        """)
    void aTextIsWrittenWithTheSimplestFunctionAndReadBack(String text, String function) {
        assertThat(Intrinsic.ofText(text)).isEqualTo(json(function));
        assertThat(Intrinsic.textOf(json(function))).contains(text);
    }

    @Test
    void partsThatAreJoinedAreOneText() {
        assertThat(Intrinsic.textOf(json("""
            {'Fn::Join': ['', ['arn:', {'Ref': 'AWS::Partition'}, ':s3:::', {'Fn::GetAtt': ['Bucket', 'Name']}]]}
            """))).contains("arn:${AWS::Partition}:s3:::${Bucket.Name}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Ref': 'AWS::NoValue'}",
                "{'Fn::Join': [',', ['a', 'b']]}",
                "{'Fn::Join': ['', ['a', {'Fn::If': ['C', 'b', 'c']}]]}",
                "{'Fn::Sub': ['${A}', {'A': 'b'}]}",
                "{'Fn::If': ['C', 'a', 'b']}",
                "{'Ref': 'A', 'B': 'c'}",
                "['a']",
                "1"
            })
    void whatIsNotOneTextHasNone(String other) {
        assertThat(Intrinsic.textOf(json(other))).isEmpty();
    }

    @Test
    void aCallIsAnObjectOfOneFunction() {
        assertThat(Intrinsic.isCall(json("{'Fn::Split': [',', 'a,b']}"))).isTrue();
        assertThat(Intrinsic.isCall(json("{'Condition': 'C'}"))).isTrue();
        assertThat(Intrinsic.isCall(json("{'Ref': 'A', 'Fn::Sub': 'b'}"))).isFalse();
        assertThat(Intrinsic.isCall(json("{'Key': 'a'}"))).isFalse();
        assertThat(Intrinsic.isCall(json("['Ref']"))).isFalse();
    }
}
