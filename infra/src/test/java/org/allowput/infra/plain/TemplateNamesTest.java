package org.allowput.infra.plain;

import static org.allowput.infra.Json.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateNamesTest {
    @Test
    void logicalIdsLoseTheirHashesWhereverTheyAreNamed() {
        assertThat(TemplateNames.rewrite(parse("""
            {'Resources': {
               'QueueAB12CD34': {'Type': 'AWS::SQS::Queue'},
               'VersionAB12CD3400112233445566778899aabbccddeeff': {'DependsOn': ['QueueAB12CD34', 'Other']},
               'RoleFor222222222222AB12CD34': {'Properties': {
                 'Arn': {'Fn::GetAtt': ['QueueAB12CD34', 'Arn']}, 'Url': {'Ref': 'QueueAB12CD34'},
                 'Joined': {'Fn::Join': ['', ['a/', {'Ref': 'QueueAB12CD34'}]]},
                 'List': {'Fn::Join': [',', ['a', {'Ref': 'QueueAB12CD34'}]]},
                 'Number': 5}}}}
            """), Map.of(), Map.of())).isEqualTo(parse("""
                {'Resources': {
                   'Queue': {'Type': 'AWS::SQS::Queue'},
                   'Version': {'DependsOn': ['Queue', 'Other']},
                   'Role': {'Properties': {
                     'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'Url': {'Ref': 'Queue'},
                     'Joined': {'Fn::Sub': 'a/${Queue}'},
                     'List': {'Fn::Join': [',', ['a', {'Ref': 'Queue'}]]},
                     'Number': 5}}}}
                """));
    }

    @Test
    void valuesThatStandForParametersBecomeReferencesTheLongerOnesFirst() {
        assertThat(TemplateNames.rewrite(
                        parse("{'Resources': {}, 'A': 'the-role', 'B': ['the-role-2 and the-role'], 'C': '${literal}',"
                                + " 'D': 'the-granted', 'E': 'of the-granted'}"),
                        Map.of("the-role", "${RoleName}", "the-role-2", "${Second.Arn}", "the-granted", "${Granted}"),
                        Map.of("Granted", parse("{'Fn::Select': [0, 'a']}"))))
                .isEqualTo(parse("""
                    {'Resources': {}, 'A': {'Ref': 'RoleName'}, 'B': [{'Fn::Sub': '${Second.Arn} and ${RoleName}'}],
                     'C': {'Fn::Sub': '${!literal}'}, 'D': {'Fn::Select': [0, 'a']},
                     'E': {'Fn::Sub': ['of ${Granted}', {'Granted': {'Fn::Select': [0, 'a']}}]}}
                    """));
    }

    @Test
    void twoResourcesOfOneReadableNameAreRefused() {
        assertThatThrownBy(() -> TemplateNames.rewrite(
                        parse("{'Resources': {'QueueAB12CD34': {}, 'Queue00000000': {}}}"), Map.of(), Map.of()))
                .hasMessage("two resources would be called Queue");
    }
}
