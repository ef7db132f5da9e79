package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketNamespaceTest {
    @ParameterizedTest
    @CsvSource({
        "target.bucketName, ours-an",
        "target.bucketName, ours-222222222222-us-east-1-an",
        "target.bucketName, ours-111111111111-eu-west-1-an",
        "source.bucketName, ours-111111111111-us-east-1-an",
        "operations.bucketName, ours-111111111111-us-east-1-an"
    })
    void aNameOfAnotherNamespaceIsRefusedAsS3WouldRefuseIt(String path, String name) {
        assertThat(TestSettings.errors(Map.of(path, name)))
                .contains("replication." + path + ": seen \"" + name + "\", expected a name that ends with -")
                .contains("or without -an");
    }

    @ParameterizedTest
    @CsvSource({"me-south-1, ''", "me-central-1, ''", "us-iso-east-1, ''", "eusc-de-east-1, -an", "cn-north-1, -an"})
    void aRegionWithoutTheNamespaceHasGlobalNames(String region, String end) {
        assertThat(TestSettings.read(Map.of(
                                "source.region",
                                region,
                                "target.region",
                                region,
                                "function.architecture",
                                "x86_64",
                                "function.snapStart",
                                "false"))
                        .source()
                        .bucketName()
                        .text())
                .endsWith("-222222222222-" + region + end);
    }
}
