package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.infra.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** Who may assume what, with several source accounts. */
class TrustedAccountsTest {
    private static final String THIRD = "{\"account\": \"333333333333\", \"roleName\": \"Copier\"}";
    private static final String FOURTH = "{\"account\": \"444444444444\", \"keyPrefix\": \"from-4/\"}";
    private static final JsonNode ONE = Synthesised.of(Map.of()).target();
    private static final JsonNode THREE = target("[" + THIRD + "," + FOURTH + "]");

    @Test
    void everyAccountHasItsOwnStatementWithItsOwnExternalId() {
        assertThat(Synthesised.properties(THREE, "AWS::IAM::Role", "AllowPutToS3Role")
                        .at("/AssumeRolePolicyDocument/Statement"))
                .isEqualTo(Json.parse("""
                    [{"Effect": "Allow", "Action": "sts:AssumeRole",
                      "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
                      "Condition": {"StringEquals": {"sts:ExternalId": ["${ExternalId}", "${NextExternalId}"]}}},
                     {"Effect": "Allow", "Action": "sts:AssumeRole",
                      "Principal": {"AWS": "arn:aws:iam::333333333333:root"},
                      "Condition": {"ArnEquals": {"aws:PrincipalArn": ["arn:aws:iam::333333333333:role/Copier",
                                                                       "arn:aws:iam::333333333333:role/Copier-large-objects"]},
                                    "StringEquals": {"sts:ExternalId": ["${ExternalId333333333333}",
                                                                           "${NextExternalId333333333333}"]}}}]\
                    """));
        for (String parameter : List.of("ExternalId", "ExternalId333333333333", "ExternalId444444444444")) {
            assertThat(THREE.at("/Parameters/" + parameter + "/NoEcho").asBoolean())
                    .isTrue();
            assertThat(THREE.get("Parameters").get(parameter).get("Default").asText())
                    .isEmpty();
        }
    }

    @Test
    void anAccountWithAPrefixHasARoleOfItsOwnThatPutsThereOnly() {
        JsonNode role = Synthesised.properties(THREE, "AWS::IAM::Role", "AllowPutToS3For444444444444");

        assertThat(role.get("RoleName").asText()).isEqualTo("AllowPutToS3-444444444444");
        assertThat(role.at("/Policies/0/PolicyDocument/Statement/0")).isEqualTo(Json.parse("""
            {"Sid": "AllowPutToS3", "Effect": "Allow", "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/from-4/*"}\
            """));
        assertThat(role.at("/Policies/0/PolicyDocument/Statement").findValuesAsText("Resource"))
                .containsOnly("arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/from-4/*");
        assertThat(role.at("/Policies/0/PolicyDocument/Statement").findValuesAsText("Effect"))
                .containsOnlyOnce("Allow");
        assertThat(role.at("/AssumeRolePolicyDocument/Statement").findValuesAsText("AWS"))
                .containsExactly("arn:aws:iam::444444444444:root");
        assertThat(THREE.get("Outputs").has("RoleArn444444444444")).isTrue();
    }

    @Test
    void removingAnAccountRemovesExactlyItsStatement() {
        List<String> removed = new ArrayList<>(Statements.of(THREE));
        removed.removeAll(Statements.of(target("[" + FOURTH + "]")));

        assertThat(removed).hasSize(1).allMatch(line -> line.contains("arn:aws:iam::333333333333:root"));
        assertThat(Statements.of(THREE)).containsAll(Statements.of(target("[" + FOURTH + "]")));
        assertThat(Statements.of(target("[" + FOURTH + "]"))).containsAll(Statements.of(ONE));
    }

    @Test
    void cloudFormationRefusesTwoAccountsWithTheSameExternalId() {
        JsonNode assertions = THREE.at("/Rules/EachAccountHasItsOwnExternalId/Assertions");

        // One for each pair, of both values and both secrets of each.
        assertThat(assertions).hasSize(3);
        assertThat(assertions.at("/0/Assert/Fn::And")).hasSize(2 * 4).contains(Json.parse("""
            {"Fn::Or": [{"Fn::Equals": [{"Ref": "ExternalId"}, ""]},
                        {"Fn::Not": [{"Fn::Equals": [{"Ref": "ExternalId"}, {"Ref": "ExternalId333333333333"}]}]}]}\
            """), Json.parse("""
                {"Fn::Or": [{"Fn::Equals": [{"Ref": "ExternalIdReference"}, ""]},
                            {"Fn::Not": [{"Fn::Equals": [{"Ref": "ExternalIdReference"},
                                                         {"Ref": "NextExternalIdReference333333333333"}]}]}]}\
                """));
        assertThat(ONE.get("Rules").has("EachAccountHasItsOwnExternalId")).isFalse();
    }

    @Test
    void aTrustPolicyThatIamWouldNotAcceptIsRefusedAtSynth() {
        Map<String, String> options = Map.of("furtherSources", accounts(9));

        assertThat(errors(options, externalIds(9, 10))).isEmpty();
        assertThat(errors(options, externalIds(9, 64)))
                .contains(
                        "1 error in the settings",
                        "replication.furtherSources: seen a trust policy of 2",
                        " characters for the role AllowPutToS3, expected at most 2048: it has room for the first 9"
                                + " accounts. Deploy the others under another name")
                .doesNotContain("xxx");
        assertThat(errors(Map.of("furtherSources", accounts(8)), externalIds(8, 64)))
                .isEmpty();
        assertThatThrownBy(() -> ReplicationApp.build(
                        Synthesised.app(Map.of("furtherSources", accounts(20))), Synthesised.zips(), Map.of()))
                .hasMessageContaining("replication.furtherSources: seen a trust policy of ");
    }

    @Test
    void moreAccountsThanATemplateCanHaveAreRefused() {
        String prefixed = accounts(30).replaceAll("\"account\": \"(\\d+)\"", "$0, \"keyPrefix\": \"from-$1/\"");

        assertThat(errors(Map.of("furtherSources", prefixed), Map.of()))
                .contains("replication.furtherSources: seen 31 accounts, with source.account, expected at most 25");
    }

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
    @Test
    void theTemplateOfTheMostAccountsIsOneThatCloudFormationTakes() throws IOException {
        String prefixed = accounts(24).replaceAll("\"account\": \"(\\d+)\"", "$0, \"keyPrefix\": \"from-$1/\"");
        Map<String, String> options = Map.of("furtherSources", prefixed);
        App app = Synthesised.app(options);
        Stack stack = stack(app, options, Map.of());

        String directory = app.synth().getDirectory();

        assertThat(Files.size(Path.of(directory, stack.getTemplateFile()))).isLessThan(1_000_000);
    }

    @Test
    void twoExternalIdsOfOneAccountThatAreTooLongTogetherAreRefusedByTheirNames() {
        Map<String, String> one = Map.of("EXTERNAL_ID", "x".repeat(1224));
        Map<String, String> both = Map.of("EXTERNAL_ID", "x".repeat(1224), "NEXT_EXTERNAL_ID", "y".repeat(1224));

        assertThat(errors(Map.of(), one)).isEmpty();
        assertThat(errors(Map.of(), both))
                .contains(
                        "1 error in the settings",
                        "EXTERNAL_ID, NEXT_EXTERNAL_ID (environment variables): seen a trust policy of 2",
                        " characters for the role AllowPutToS3, expected at most 2048: shorter ExternalIds")
                .doesNotContain("furtherSources", "xxx", "yyy");
    }

    @Test
    void theQuotaIsComparedWithTheCharactersThatIamCounts() {
        Map<String, String> options = Map.of("furtherSources", accounts(9));
        JsonNode policy = Resolved.in(
                "aws",
                Synthesised.properties(Synthesised.targetOf(options), "AWS::IAM::Role", "AllowPutToS3Role")
                        .get("AssumeRolePolicyDocument"));
        int fixed = Json.write(policy)
                .replaceAll("\\s", "")
                .replaceAll(",\"\\$\\{NextExternalId[0-9]*}\"", "")
                .replaceAll("\\$\\{ExternalId[0-9]*}", "")
                .length();
        int room = 2048 - fixed;

        Map<String, String> whileOneIsChanged = externalIds(9, room / 10);
        whileOneIsChanged.put("NEXT_EXTERNAL_ID", "next-external-id");

        assertThat(errors(options, externalIds(9, room / 10))).isEmpty();
        assertThat(errors(options, whileOneIsChanged)).contains("seen a trust policy of 20");
        assertThat(errors(options, externalIds(9, room / 10 + 1)))
                .contains("a trust policy of " + (fixed + (room / 10 + 1) * 10) + " characters");
    }

    @Test
    void theTrustPolicyOfOneAccountFitsWithTheLongestNames() {
        Map<String, String> options = Map.of(
                "target.region", "us-gov-west-1",
                "source.region", "us-gov-west-1",
                "source.roleName", "r".repeat(50),
                "largeObjects.enabled", "false");

        assertThat(errors(options, Map.of("EXTERNAL_ID", "x".repeat(1224)))).isEmpty();
    }

    private static String errors(Map<String, String> options, Map<String, String> environment) {
        Throwable thrown = catchThrowable(
                () -> stack(Synthesised.app(options), options, environment).validateTrustPolicies(environment));
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }

    /** Account A's alone: to make account B's takes longer. */
    private static TargetAccountStack stack(App app, Map<String, String> options, Map<String, String> environment) {
        return new TargetAccountStack(
                app,
                SettingsReader.read(Synthesised.context(options), environment).getFirst());
    }

    private static String accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "{\"account\": \"" + account(n) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Of the source account and the others. */
    private static Map<String, String> externalIds(int count, int length) {
        Map<String, String> variables = new HashMap<>(Map.of("EXTERNAL_ID", "x".repeat(length)));
        for (int n = 0; n < count; n++) {
            variables.put("EXTERNAL_ID_" + account(n), n + "x".repeat(length - 1));
        }
        return variables;
    }

    private static String account(int number) {
        return Long.toString(333_333_333_000L + number);
    }

    private static JsonNode target(String furtherSources) {
        return Synthesised.targetOf(Map.of("furtherSources", furtherSources));
    }
}
