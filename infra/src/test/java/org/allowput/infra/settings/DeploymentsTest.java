package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.settings.value.RoleName;
import org.junit.jupiter.api.Test;

/** Several deployments in one cdk.json. */
class DeploymentsTest {
    @Test
    void aNameIsPartOfEveryDefaultNameThatWouldCollide() {
        Settings settings = TestSettings.read(Map.of("name", "staging", "target.region", "eu-central-1"));

        assertThat(settings.target().roleName()).isEqualTo(new RoleName("AllowPutToS3-staging-eu-central-1"));
        assertThat(settings.target().bucketName().text())
                .isEqualTo("allow-put-target-staging-111111111111-eu-central-1-an");
        assertThat(settings.source().bucketName().text())
                .isEqualTo("allow-put-source-staging-222222222222-us-east-1-an");
        assertThat(settings.functionName()).isEqualTo("ReplicateObjects-staging");
        assertThat(settings.workflowName()).isEqualTo("ReplicateObjects-staging-large-objects");
        assertThat(settings.operations().bucketName().text())
                .isEqualTo("allow-put-operations-staging-222222222222-us-east-1-an");
    }

    @Test
    void namesThatFitIntoTheNamesOfBucketsInTheRegionWithTheLongestNameAreAccepted() {
        Map<String, String> settings = Map.of("source.region", "ap-southeast-6", "function.snapStart", "false");
        assertThat(TestSettings.errors(with(settings, "name", "abcdefgh-12"))).isEmpty();
        assertThat(TestSettings.errors(with(settings, "name", "abcdefgh-123")))
                .contains("replication.operations.bucketName: not set, expected a name, because the default has more"
                        + " than 63 characters: allow-put-operations-abcdefgh-123-222222222222-ap-southeast-6-an");
        for (String name : List.of("", "-a", "a-", "A", "a_b", "abcdefgh-12345678")) {
            assertThat(TestSettings.errors(Map.of("name", name)))
                    .contains("replication.name: seen \"" + name + "\", expected 1 to 16 of a-z, 0-9 and -");
        }
    }

    @Test
    void anErrorNamesTheDeploymentAndAnOverrideAppliesToAll() {
        assertThat(errors(List.of(deployment("a"), deployment("b", "trigger", "sns"))))
                .contains("replication[1].trigger: seen \"sns\"");
        List<Settings> both =
                read(Map.of("replication", List.of(deployment("a"), deployment("b")), "queue.batchSize", "5"));
        assertThat(both).extracting(settings -> settings.queue().batchSize()).containsExactly(5, 5);
    }

    @Test
    void deploymentsThatNeedTheSameNameAreRefused() {
        assertThat(errors(List.of(deployment("a"), deployment("a"))))
                .contains("replication[1].name: seen the name \"a\", which replication[0].name needs, too");
        assertThat(errors(List.of(
                        deployment("a", "target", Map.of("account", "111111111111", "roleName", "R")),
                        deployment(
                                "b",
                                "target",
                                Map.of("account", "111111111111", "roleName", "R", "region", "eu-west-1")))))
                .contains(
                        "replication[1].target.roleName: seen the role R of account 111111111111",
                        "Roles are global in an account");
    }

    @Test
    void whatTwoDeploymentsWouldCreateIsForOneOfThem() {
        assertThat(errors(both("operations", Map.of("bucketName", "one-bucket"))))
                .contains(
                        "replication[1].operations.bucketName: seen to create the bucket one-bucket, which"
                                + " replication[0].operations.bucketName needs, too",
                        "Set another name");
        assertThat(errors(both("operations", Map.of("bucketName", "one-bucket", "bucketExists", true))))
                .isEmpty();
        assertThat(errors(both("source", Map.of("account", "222222222222", "roleName", "Copier"))))
                .contains("replication[1].source.roleName: seen the role Copier of account 222222222222");
    }

    @Test
    void oneTargetBucketOfTwoDeploymentsNeedsOneOwner() {
        Map<String, Object> shared = Map.of("account", "111111111111", "bucketName", "one-target");
        assertThat(errors(both("target", shared)))
                .contains(
                        "replication[1].target.bucketName: seen to create the bucket one-target",
                        "Set target.bucketExists to true in all of them but one",
                        "set target.bucketShared to true in all of them but one");
        Map<String, Object> second = new TreeMap<>(shared);
        second.putAll(Map.of("bucketExists", true, "bucketShared", true));
        assertThat(errors(List.of(deployment("a", "target", shared), deployment("b", "target", second))))
                .isEmpty();
    }

    private static List<Map<String, Object>> both(String setting, Object value) {
        return List.of(deployment("a", setting, value), deployment("b", setting, value));
    }

    @Test
    void oneSourceBucketOfTwoDeploymentsNeedsEventBridgeAndOneOwner() {
        Map<String, Object> shared = Map.of("account", "222222222222", "bucketName", "one-source");
        assertThat(errors(List.of(deployment("a", "source", shared), deployment("b", "source", shared))))
                .contains(
                        "replication[0].trigger: seen sqs for a source bucket of several deployments, expected"
                                + " eventbridge",
                        "to create the bucket one-source",
                        "Set source.bucketExists to true in all of them but one",
                        "set source.bucketShared to true in all of them but one");
        Map<String, Object> second = new TreeMap<>(shared);
        second.putAll(Map.of("bucketExists", true, "bucketShared", true));
        assertThat(errors(List.of(
                        deployment("a", "source", shared, "trigger", "eventbridge"),
                        deployment("b", "source", second, "trigger", "eventbridge"))))
                .isEmpty();
    }

    @Test
    void aBucketThatIsSourceOfOneAndTargetOfAnotherIsRefused() {
        assertThat(errors(List.of(
                        deployment("a", "target", Map.of("account", "222222222222", "bucketName", "both-ways")),
                        deployment(
                                "b",
                                "source",
                                Map.of("account", "222222222222", "bucketName", "both-ways", "bucketExists", true)))))
                .contains("the export that claims the bucket both-ways", "otherwise copies would be copied");
    }

    private static String errors(List<Map<String, Object>> deployments) {
        Throwable thrown = catchThrowable(() -> read(Map.of("replication", deployments)));
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }

    private static List<Settings> read(Map<String, ?> settings) {
        Map<String, Object> context = new TreeMap<>(settings);
        context.putAll(Map.of("alarms.email", "none", "target.alarms.email", "none"));
        return Settings.read(context, Map.of());
    }

    private static Map<String, Object> deployment(String name, Object... more) {
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "name", name,
                "target", Map.of("account", "111111111111"),
                "source", Map.of("account", "222222222222")));
        for (int at = 0; at < more.length; at += 2) {
            settings.put(String.valueOf(more[at]), more[at + 1]);
        }
        return settings;
    }
}
