package org.allowput.ops.proof.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.proof.deployed.GrantSection;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the resolver does not know, it refuses with the path. */
class ResolverTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !Join [\"\","
                        + " []] | an empty list",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !Ref Missing |"
                        + " Missing",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: arn:aws:s3 |"
                        + " arn:aws:s3",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !Sub"
                        + " \"arn:${AWS::Partition}:s3:::${KeyPrefix}/*\" | a whole ARN",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !Sub"
                        + " \"arn:${AWS::URLSuffix}:s3:::${BucketName}/*\" | a whole ARN",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !ImportValue x"
                        + " | Fn::ImportValue",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !FindInMap [a,"
                        + " b, c] | Fn::FindInMap",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !Cidr [a, 1, 2]"
                        + " | Fn::Cidr",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource: !GetAtt"
                        + " TargetBucket.DomainName | DomainName",
                "Resource: !Sub \"arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*\" | Resource:"
                        + " \"{{resolve:ssm:/a}}\" | dynamic reference",
                "Effect: Allow | Effect: !Ref KeyPrefix | Effect",
                "BucketName: !Ref BucketName | BucketName: !GetAtt TargetBucket.Arn | refers to itself",
                "Bucket: !Ref BucketName | Bucket: !Sub \"${BucketName}.s3.amazonaws.com\" | TargetBucketPolicy",
                "RoleName: !Ref RoleName | ManagedPolicyArns: [\"arn:aws:iam::aws:policy/AdministratorAccess\"] |"
                        + " ManagedPolicyArns",
                "- !Ref ExternalId | - agreed-in-the-clear | NoEcho",
                "- !Ref ExternalId | - !Ref KeyPrefix | an empty value",
                "- !Ref ExternalId | - !Ref RoleName | NoEcho",
            })
    void theCausesOfWrongProofsAreRefused(String before, String after, String expected) throws IOException {
        String text = published();
        int resources = text.indexOf("\nResources:");
        String changed = text.substring(resources).replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after));
        assertThat(text).doesNotEndWith(changed);

        assertThatThrownBy(() -> resolve(text.substring(0, resources) + changed, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aConditionThatRefersToItselfIsRefused() throws IOException {
        String text = published()
                .replaceFirst(
                        "CreateBucketIsTrue: !Equals",
                        "CreateBucketIsTrue: !Not [Condition: CreateBucketIsTrue]\n  Further: !Equals");

        assertThatThrownBy(() -> resolve(text, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Conditions.CreateBucketIsTrue: seen a value that refers to itself");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::S3::AccessPoint",
        "AWS::IAM::User",
        "AWS::IAM::AccessKey",
        "AWS::KMS::Key",
        "AWS::CloudFormation::Stack",
        "Custom::Any",
        "AWS::IAM::RolePolicy",
        "AWS::S3::MultiRegionAccessPoint",
        "AWS::RolesAnywhere::Profile",
        "AWS::S3::AccessGrant",
        "AWS::RAM::ResourceShare"
    })
    void otherTypesOfResourcesAreRefused(String type) throws IOException {
        String text = published() + "\n";

        assertThatThrownBy(() -> resolve(
                        text.replaceFirst("\nResources:\n", "\nResources:\n  Further:\n    Type: " + type + "\n"),
                        Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Resources.Further")
                .hasMessageContaining(type);
    }

    @ParameterizedTest
    @CsvSource({"Transform: AWS::LanguageExtensions", "Mappings: {}", "Hooks: {}"})
    void otherSectionsAreRefused(String section) throws IOException {
        String text = section + "\n" + published();

        assertThatThrownBy(() -> resolve(text, Map.of())).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SourceAccount, 22222222222, matches", "SourceAccount, '', matches", "BucketName, A, matches",
        "ReplicateTags, yes, one of", "ExternalId, x, matches", "Other, x, one of"
    })
    void valuesThatCloudFormationRefusesAreRefused(String name, String value, String expected) {
        assertThatThrownBy(() -> resolve(published(), Map.of(name, value)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void withoutARoleNameThereIsNoRoleName() throws IOException {
        assertThat(resolve(published(), Map.of())
                        .grants()
                        .getFirst()
                        .trusted()
                        .getFirst()
                        .roleNames())
                .isEmpty();
        assertThat(resolve(published(), Map.of("SourceRoleName", "R"))
                        .grants()
                        .getFirst()
                        .trusted()
                        .getFirst()
                        .roleNames())
                .containsExactly("R", "R-large-objects");
    }

    @Test
    void accountAndPartitionAreUnlikeEachGivenValue() throws IOException {
        TargetDeployment deployment = resolve(published(), Map.of("SourceAccount", "000000000000"));

        assertThat(deployment.account()).isEqualTo("111111111111");
    }

    /** What is read means what the original means, or something else that is decided by itself (MutantsTest). */
    @Test
    void manyRandomDocumentsAreRefusedAndManyMeanTheSame() throws IOException {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        TargetDeployment original = resolve(published(), Map.of());
        int refused = 0;
        int same = 0;
        for (String text : RandomDocuments.of(published(), "[\\w:]+", 150, new Random(seed))) {
            try {
                same += resolve(text, Map.of()).equals(original) ? 1 : 0;
            } catch (IOException | IllegalArgumentException e) {
                refused++;
            }
        }
        System.out.println("random documents: " + refused + " refused, " + same + " with the same policies");

        assertThat(refused).as("-Dproof.seed=" + seed).isGreaterThan(20);
        assertThat(same).as("-Dproof.seed=" + seed).isGreaterThan(20);
    }

    private static String published() throws IOException {
        return Files.readString(Path.of("..", "..", "templates", "ReplicationTarget.yaml"));
    }

    private static TargetDeployment resolve(String text, Map<String, String> further) throws IOException {
        Map<String, String> values = new TreeMap<>(
                Map.of("SourceAccount", "222222222222", "BucketName", "target", "AlarmEmail", "a@example.com"));
        values.putAll(further);
        ResolvedTemplate resolved =
                new ResolvedTemplate(Template.parse(text), values, Optional.empty(), Optional.empty());
        GrantSection grant = resolved.grant().orElseThrow();
        return resolved.target(grant.bucket(), grant.ofTarget());
    }
}
