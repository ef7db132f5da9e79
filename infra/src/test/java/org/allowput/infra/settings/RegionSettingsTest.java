package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.allowput.infra.settings.TestSettings.read;
import static org.allowput.infra.settings.TestSettings.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.value.FunctionArchitecture;
import org.allowput.infra.settings.value.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the Regions of the two accounts. */
class RegionSettingsTest {
    private static final String A = "111111111111";
    private static final String B = "222222222222";

    /** The partitions and their Regions in AWS's SDKs. */
    @ParameterizedTest
    @CsvSource({
        "us-east-1, aws",
        "eu-central-1, aws",
        "ap-southeast-6, aws",
        "mx-central-1, aws",
        "cn-north-1, aws-cn",
        "cn-northwest-1, aws-cn",
        "us-gov-west-1, aws-us-gov",
        "eusc-de-east-1, aws-eusc",
        "us-iso-east-1, aws-iso",
        "us-isob-east-1, aws-iso-b",
        "eu-isoe-west-1, aws-iso-e",
        "us-isof-south-1, aws-iso-f"
    })
    void aRegionBelongsToItsPartition(String region, String partition) {
        assertThat(new Region(region).partition()).isEqualTo(partition);
    }

    @Test
    void accountsOfDifferentPartitionsAreRefused() {
        assertThat(errors(Map.of("target.region", "cn-north-1")))
                .contains("replication.source.region: seen us-east-1, in partition aws, expected a Region of the"
                        + " target's partition, aws-cn");
        assertThat(errors(Map.of("target.region", "eusc-de-east-1", "source.region", "eu-central-1")))
                .contains("expected a Region of the target's partition, aws-eusc");
        assertThat(read(regions("us-gov-west-1", "us-gov-east-1")).target().region())
                .isEqualTo(new Region("us-gov-west-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "target.kmsKeyArn, kms, key/k, 111111111111, eu-west-1",
        "source.kmsKeyArn, kms, key/k, 222222222222, eu-west-3",
        "encryption.kmsKeyArn, kms, key/k, 222222222222, eu-west-3",
        "alarms.topicArn, sns, on-call, 222222222222, eu-west-3"
    })
    void aKeyOrATopicIsOneOfItsAccountAndRegion(
            String path, String service, String resource, String account, String region) {
        Map<String, String> regions = regions("eu-west-1", "eu-west-3");
        String template = "arn:%s:" + service + ":%s:%s:" + resource;

        assertThat(errors(with(regions, path, template.formatted("aws", region, account))))
                .isEmpty();
        for (String wrong : List.of(
                template.formatted("aws", "eu-west-2", account),
                template.formatted("aws", region, account.equals(A) ? B : A),
                template.formatted("aws-cn", region, account))) {
            assertThat(errors(with(regions, path, wrong)))
                    .contains(
                            "replication.%s: seen \"%s\", expected a ".formatted(path, wrong),
                            " of account %s in %s, which is in partition aws".formatted(account, region));
        }
    }

    @ParameterizedTest
    @CsvSource({"target, 111111111111", "source, 222222222222"})
    void aPermissionsBoundaryIsAPolicyOfTheAccountOrOfAws(String side, String account) {
        String path = side + ".permissionsBoundaryArn";

        for (String right :
                List.of("arn:aws:iam::" + account + ":policy/B", "arn:aws:iam::aws:policy/PowerUserAccess")) {
            assertThat(errors(Map.of(path, right))).isEmpty();
        }
        for (String wrong : List.of(
                "arn:aws:iam::333333333333:policy/B",
                "arn:aws-cn:iam::" + account + ":policy/B",
                "arn:aws-cn:iam::aws:policy/PowerUserAccess")) {
            assertThat(errors(Map.of(path, wrong)))
                    .contains("replication.%s: seen \"%s\", expected a policy of account %s or of AWS, in partition aws"
                            .formatted(path, wrong, account));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "cn-north-1", "us-gov-west-1"})
    void armAndSnapStartAreTheDefaultWhereAwsDocumentsThem(String region) {
        Settings function = read(regions(region, region));

        assertThat(function.function().architecture()).isEqualTo(FunctionArchitecture.ARM64);
        assertThat(function.function().snapStart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ap-east-2", "ap-southeast-6"})
    void snapStartIsRefusedInARegionWithoutIt(String region) {
        Map<String, String> regions = regions("us-east-1", region);

        assertThat(errors(regions))
                .contains("1 error ", "replication.function.snapStart: seen true, expected false, because " + region);
        assertThat(errors(with(regions, "function.snapStart", "true"))).contains("replication.function.snapStart");
        assertThat(read(with(regions, "function.snapStart", "false")).function().snapStart())
                .isFalse();
        assertThat(errors(regions(region, "us-east-1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-east-1"})
    void architectureAndSnapStartMustBeChosenInAPartitionThatAwsDoesNotDocument(String region) {
        Map<String, String> regions = regions(region, region);

        assertThat(errors(regions))
                .contains(
                        "2 errors ",
                        "replication.function.architecture: not set, expected one of arm64, x86_64: AWS does not"
                                + " document whether this partition supports the default, arm64",
                        "replication.function.snapStart: not set, expected true or false: AWS does not document whether"
                                + " this partition supports the default, true");
        Settings function = read(with(with(regions, "function.architecture", "x86_64"), "function.snapStart", "false"));
        assertThat(function.function().architecture()).isEqualTo(FunctionArchitecture.X86_64);
        assertThat(function.function().snapStart()).isFalse();
        assertThat(errors(with(with(regions, "function.architecture", "arm64"), "function.snapStart", "true")))
                .isEmpty();
    }

    private static Map<String, String> regions(String target, String source) {
        return Map.of("target.region", target, "source.region", source);
    }
}
