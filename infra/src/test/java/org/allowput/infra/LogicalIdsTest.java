package org.allowput.infra;

import static org.allowput.infra.Json.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogicalIdsTest {
    @Test
    void logicalIdsLoseTheirHashesWhereverTheyAreNamed() {
        assertThat(LogicalIds.withoutHashes(parse("""
            {'Resources': {
               'QueueAB12CD34': {'Type': 'AWS::SQS::Queue'},
               'VersionAB12CD3400112233445566778899aabbccddeeff': {'DependsOn': ['QueueAB12CD34', 'Other']},
               'RoleFor222222222222AB12CD34': {'Properties': {
                 'Arn': {'Fn::GetAtt': ['QueueAB12CD34', 'Arn']}, 'Url': {'Ref': 'QueueAB12CD34'},
                 'List': {'Fn::Join': [',', ['a', {'Ref': 'QueueAB12CD34'}]]},
                 'Number': 5}}}}
            """))).isEqualTo(parse("""
                {'Resources': {
                   'Queue': {'Type': 'AWS::SQS::Queue'},
                   'Version': {'DependsOn': ['Queue', 'Other']},
                   'Role': {'Properties': {
                     'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'Url': {'Ref': 'Queue'},
                     'List': {'Fn::Join': [',', ['a', {'Ref': 'Queue'}]]},
                     'Number': 5}}}}
                """));
    }

    @Test
    void twoResourcesOfOneReadableNameAreRefused() {
        assertThatThrownBy(() ->
                        LogicalIds.withoutHashes(parse("{'Resources': {'QueueAB12CD34': {}, 'Queue00000000': {}}}")))
                .hasMessage("two resources would be called Queue");
    }
}
