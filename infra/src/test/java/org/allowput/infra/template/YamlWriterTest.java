package org.allowput.infra.template;

import static org.allowput.infra.template.Parsed.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlWriterTest {
    @Test
    void sectionsAndResourcesStandApartAndFunctionsHaveTheirShortForms() {
        assertThat(YamlWriter.write(json("""
            {'Description': 'two words',
             'Parameters': {'Name': {'Type': 'String', 'Default': ''}, 'Other': {'Type': 'String'}},
             'Resources': {
               'Queue': {'Type': 'AWS::SQS::Queue'},
               'Policy': {'Properties': {
                 'Arn': {'Fn::GetAtt': ['Queue', 'Arn']},
                 'Url': {'Ref': 'Queue'},
                 'Name': {'Fn::Sub': '${Queue}-x'},
                 'Maybe': {'Fn::If': ['IsSet', {'Ref': 'Name'}, 'no']},
                 'Statement': [{'Effect': 'Allow', 'Action': ['s3:PutObject', 's3:*']}, {'Ref': 'A'}, [1, 2], {}],
                 'Empty': [], 'Nothing': {}, 'Number': 5, 'True': true}}}}
            """))).isEqualTo("""
                Description: "two words"

                Parameters:
                  Name:
                    Type: String
                    Default: ""
                  Other:
                    Type: String

                Resources:

                  Queue:
                    Type: AWS::SQS::Queue

                  Policy:
                    Properties:
                      Arn: !GetAtt Queue.Arn
                      Url: !Ref Queue
                      Name: !Sub "${Queue}-x"
                      Maybe: !If
                        - IsSet
                        - !Ref Name
                        - "no"
                      Statement:
                        - Effect: Allow
                          Action:
                            - s3:PutObject
                            - s3:*
                        - !Ref A
                        -
                          - 1
                          - 2
                        - {}
                      Empty: []
                      Nothing: {}
                      Number: 5
                      "True": true
                """);
    }

    @Test
    void whatYamlCouldReadAsSomethingElseIsQuoted() {
        assertThat(YamlWriter.write(json("""
            {'a': 'yes', 'b': 'Off', 'c': '2010-09-09', 'd': 'a: b', 'e': 'say "hi"', 'f': 'a/b.c_d-e', 'g': 'null'}
            """))).isEqualTo("""
                a: "yes"

                b: "Off"

                c: "2010-09-09"

                d: "a: b"

                e: "say \\"hi\\""

                f: a/b.c_d-e

                g: "null"
                """);
    }
}
