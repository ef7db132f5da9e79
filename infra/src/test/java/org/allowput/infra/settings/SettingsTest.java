package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.allowput.infra.settings.TestSettings.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.Release;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.settings.schema.SettingsSchema;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.settings.value.Trigger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsTest {
    @Test
    void aScheduledComparisonNeedsReceipts() {
        assertThat(TestSettings.errors(Map.of("reconcile.schedule", "rate(1 day)")))
                .contains("replication.reconcile.schedule: seen \"rate(1 day)\" without receipts, expected"
                        + " receipts.enabled");
        assertThat(TestSettings.errors(Map.of("reconcile.schedule", "rate(1 day)", "receipts.enabled", "true")))
                .isEmpty();
        assertThat(TestSettings.errors(Map.of("reconcile.schedule", "every day", "receipts.enabled", "true")))
                .contains("expected rate(1 day), cron(0 3 * * ? *) or the like");
    }

    @Test
    void accountsAndAddressesAreEnoughAndTheRestHasDefaults() {
        Settings settings = read(Map.of());

        assertThat(values("", JsonMapper.shared().valueToTree(settings)).collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo("""
                    target.account = 111111111111
                    target.region = us-east-1
                    target.bucketName = allow-put-target-111111111111-us-east-1-an
                    target.roleName = AllowPutToS3
                    target.alarms.email = none
                    target.alarms.quietHours = 24
                    source.account = 222222222222
                    source.region = us-east-1
                    source.bucketName = allow-put-source-222222222222-us-east-1-an
                    source.externalIdRevision = 1
                    optIns.replicateDeletes = none
                    trigger = sqs
                    keys = [{"include":["**"],"exclude":[],"stripPrefix":"","addPrefix":"","minBytes":0,"maxBytes":53687091200000}]
                    largeObjects.enabled = true
                    largeObjects.thresholdMiB = 5120
                    largeObjects.rangeMiB = 15000
                    function.architecture = arm64
                    function.snapStart = true
                    function.memoryMiB = 1769
                    function.timeoutSeconds = 300
                    queue.batchSize = 10
                    queue.functionConcurrency = 20
                    logs.retentionDays = 90
                    alarms.email = none
                    alarms.lagMinutes = 15
                    alarms.runbook = RUNBOOK
                    operations.bucketName = allow-put-operations-222222222222-us-east-1-an
                    receipts.keptDays = 90
                    """.replace("RUNBOOK", Release.page("on-call.md")));
        assertThat(settings.furtherSources()).isEmpty();
        assertThat(settings.tags()).isEmpty();
        assertThat(settings.selection()).isEqualTo(Selection.ALL);
    }

    /** Those that are neither empty nor false. */
    private static Stream<String> values(String path, JsonNode value) {
        if (value.isObject() && !value.has("text")) {
            return value.properties().stream()
                    .flatMap(property -> values(
                            path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue()));
        }
        JsonNode scalar = value.isObject() ? value.get("text") : value;
        return Set.of("", "null", "false", "[]").contains(scalar.asString(scalar.toString()))
                ? Stream.empty()
                : Stream.of(path + " = " + scalar.asString(scalar.toString()));
    }

    @Test
    void anOptionOfTheCommandLineGoesBeforeTheFile() {
        Settings settings = read(Map.of(
                "source.account",
                "333333333333",
                "queue.batchSize",
                "2",
                "function.timeoutSeconds",
                "60",
                "@aws-cdk/core:someFlag",
                true,
                "aws:cdk:bundling-stacks",
                List.of("**"),
                "acknowledged-issue-numbers",
                List.of(1)));

        assertThat(settings.source().account()).isEqualTo(new AccountId("333333333333"));
        assertThat(settings.source().bucketName())
                .isEqualTo(new BucketName("allow-put-source-333333333333-us-east-1-an"));
        assertThat(settings.queue().batchSize()).isEqualTo(2);
        assertThat(settings.queue().visibilityTimeout(settings.function())).isEqualTo(90);
        assertThat(settings.target().account()).isEqualTo(new AccountId("111111111111"));
    }

    @Test
    void everyProblemIsInOneMessageWithThePathOfItsSettingWhatWasSeenAndWhatIsExpected() {
        String message = errors(
                Map.of(
                        "target.account", "1234",
                        "source.region", "Frankfurt",
                        "target.bucketName", "Not_A_Bucket",
                        "target.roleName", "no/slash",
                        "function.memoryMiB", "lots",
                        "queue.batchSize", "0",
                        "logs.retentionDays", 8.0,
                        "queue.functionConcurrency", Map.of("a", 1)),
                Map.of("EXTERNAL_ID", "x"));

        assertThat(message)
                .contains(
                        "9 errors",
                        "\n  replication.target.account: seen \"1234\", expected 12 digits",
                        "\n  replication.target.bucketName: seen \"Not_A_Bucket\", expected a bucket name: 3 to 63",
                        "\n  replication.target.roleName: seen \"no/slash\", expected the name of an IAM role",
                        "\n  replication.source.region: seen \"Frankfurt\", expected the code of an AWS Region",
                        "\n"
                                + "  replication.function.memoryMiB: seen \"lots\", expected an integer from 512 to"
                                + " 10240 MiB",
                        "\n  replication.queue.functionConcurrency: seen {\"a\":1}, expected an integer from 2 to 1000",
                        "\n  replication.queue.batchSize: seen 0, expected an integer from 1 to 10000 messages",
                        "\n"
                                + "  replication.logs.retentionDays: seen 8, expected a retention time that CloudWatch"
                                + " Logs supports",
                        "\n  EXTERNAL_ID (environment variable): seen 1 characters, expected 2 to 1224");
    }

    @Test
    void theMessageSaysWhatWasDoneAndWhereEachSettingIsDescribed() {
        assertThat(errors(Map.of("queue.batchSize", "0"))).isEqualTo("""
            1 error in the settings. Nothing was built or deployed. Fix the settings and run the command again; \
            docs/settings.md describes each.
              replication.queue.batchSize: seen 0, expected an integer from 1 to 10000 messages\
            """);
    }

    @Test
    void whatIsNotSetAndNeedsToBeIsNamed() {
        assertThat(errors(Map.of("replication", Map.of())))
                .contains(
                        "4 errors",
                        "replication.target.account: not set, expected 12 digits",
                        "replication.target.alarms.email: not set, expected an email address that the alarms notify, or"
                                + " none",
                        "replication.source.account: not set, expected 12 digits",
                        "replication.alarms.email: not set, expected an email address that the alarms notify, or none");
    }

    @Test
    void eachBucketHasOnePurpose() {
        List<String> buckets = BucketPurpose.of(read(Map.of())).stream()
                .map(BucketPurpose::path)
                .toList();
        for (String one : buckets) {
            for (String other : buckets.subList(0, buckets.indexOf(one))) {
                assertThat(errors(Map.of(one, "one-bucket", other, "one-bucket")))
                        .contains("replication." + one + ": seen one-bucket, which is " + other + " too, expected");
            }
        }
    }

    @Test
    void receiptsAreDeliveredBelowAPrefixOfTheirOwnThatTheRoleMayWrite() {
        Settings settings = TestSettings.read(Map.of("receipts.deliverTo", "_deliveries/"));
        assertThat(settings.selection().deliverTo()).contains("_deliveries/");
        assertThat(settings.selection().targetKey("_deliveries/x")).isEmpty();
        assertThat(settings.receipts().enabled()).isFalse();

        for (String wrong : List.of("_deliveries", "a*/", "*/", "a".repeat(512) + "/")) {
            assertThat(errors(Map.of("receipts.deliverTo", wrong)))
                    .contains("replication.receipts.deliverTo: seen \"" + wrong
                            + "\", expected a prefix that ends with /");
        }
        assertThat(errors(
                        Map.of("receipts.deliverTo", "_deliveries/", "source.keyPrefix", "b/", "keys.addPrefix", "b/")))
                .contains("replication.receipts.deliverTo: seen \"_deliveries/\", expected a prefix that begins with"
                        + " source.keyPrefix, \"b/\"");
        assertThat(errors(Map.of("receipts.deliverTo", "out/", "keys.addPrefix", "out/of/")))
                .contains("replication.receipts.deliverTo: seen \"out/\", expected another prefix than that of the"
                        + " copies, \"out/of/\": nothing would be copied");
    }

    @Test
    void aSourceThatOthersWriteToIsCopiedByAPrefixOnly() {
        assertThat(errors(Map.of("source.bucketIsTargetToo", "true")))
                .contains("replication.source.bucketIsTargetToo: seen true without a prefix in keys.include, expected");
        assertThat(read(Map.of("source.bucketIsTargetToo", "true", "keys.include", "ours/**"))
                        .source()
                        .bucketIsTargetToo())
                .isTrue();
    }

    @Test
    void aPrefixThatLeavesNoRoomForAKeyOrCannotBeInAnEnvironmentVariableIsRefused() {
        assertThat(errors(Map.of("keys.addPrefix", "é".repeat(257), "trigger", "sns")))
                .contains("replication.keys.addPrefix: seen ", "expected a text: at most 512 bytes")
                .contains("replication.trigger: seen \"sns\", expected one of sqs, s3, eventbridge");
        assertThat(errors(Map.of("keys.stripPrefix", "a\nb"))).contains("without control characters");
    }

    @Test
    void aMisspeltSettingIsRefusedInEverySection() {
        assertThat(SettingsSchema.settings())
                .extracting(Setting::path)
                .filteredOn(path -> path.matches("\\w+\\.\\w+(\\..*)?"))
                .extracting(path -> path.replaceFirst("\\..*", ".unknown"))
                .hasSizeGreaterThan(40)
                .allSatisfy(path -> assertThat(errors(Map.of(path, "x")))
                        .contains("replication." + path + ": there is no such setting"));
    }

    @Test
    void aMisspeltSettingIsRefusedAndTheOneThatWasMeantIsNamed() {
        assertThat(errors(Map.of("queue.batchsize", "5", "tirgger", "s3")))
                .contains(
                        "replication.queue.batchsize: there is no such setting; did you mean"
                                + " replication.queue.batchSize?",
                        "replication.tirgger: there is no such setting");
    }

    @Test
    void thePreviousTriggerIsAnotherTrigger() {
        assertThat(read(Map.of("trigger", "s3", "previousTrigger", "sqs")).triggers())
                .containsExactly(Trigger.S3, Trigger.SQS);
        assertThat(read(Map.of("trigger", "s3")).triggers()).containsExactly(Trigger.S3);
        assertThat(errors(Map.of("trigger", "s3", "previousTrigger", "s3")))
                .contains("replication.previousTrigger: seen s3, which is the trigger,"
                        + " expected the trigger that the stack was deployed with before, or no value");
    }

    @Test
    void alarmsNotifyAnEmailAddress() {
        assertThat(read(Map.of("alarms.email", "a.b+c@example.com")).alarms().address())
                .contains("a.b+c@example.com");
        assertThat(read(Map.of("alarms.email", "none")).alarms().address()).isEmpty();
        for (String address : List.of("nobody", "two words@example.com", "a@b", "a@b@example.com")) {
            assertThat(errors(Map.of("alarms.email", address)))
                    .contains("replication.alarms.email: seen \"" + address + "\", expected an email address");
        }
    }

    @Test
    void expectedCallersAreNamedAsCloudTrailNamesThem() {
        String callers = "AROAIDPPEZS35WEXAMPLE:ReplicateObjects,AIDAQRSTUVWXYZEXAMPLE";
        assertThat(read(Map.of("target.alarms.callers", callers))
                        .target()
                        .alarms()
                        .expectedCallers())
                .containsExactly(callers.split(","));
        for (String wrong : List.of("ReplicateObjects", "AROAIDPPEZS35WEXAMPLE", "arn:aws:iam::222222222222:user/u")) {
            assertThat(errors(Map.of("target.alarms.callers", wrong)))
                    .contains("replication.target.alarms.callers: seen \"" + wrong
                            + "\", expected principals as CloudTrail has them");
        }
    }

    @Test
    void anExternalIdIsCheckedAndNeverQuoted() {
        for (String bad : List.of("a", "no spaces", "naïve", "semi;colon", "x".repeat(1225))) {
            assertThat(errors(Map.of(), Map.of("EXTERNAL_ID", bad)))
                    .contains("1 error ", "EXTERNAL_ID (environment variable)", "expected 2 to 1224 letters")
                    .doesNotContain("seen " + bad, "\"" + bad + "\"");
        }
        for (String good : List.of("ab", "a_b+c=d,e.f@g:h/i-j", "x".repeat(1224))) {
            assertThat(errors(Map.of(), Map.of("EXTERNAL_ID", good))).isEmpty();
        }
    }

    @Test
    void bucketNamesThatS3WouldRefuseAreRefused() {
        for (String bad : List.of(
                "ab",
                "a".repeat(64),
                "Upper",
                "under_score",
                "-start",
                "end-",
                "two..dots",
                "10.0.0.1",
                "xn--a-bucket",
                "sthree-a",
                "amzn-s3-demo-a",
                "a-s3alias",
                "a--ol-s3",
                "a.mrap",
                "a--x-s3",
                "a--table-s3")) {
            assertThat(errors(Map.of("target.bucketName", bad))).contains("seen \"" + bad + "\"");
        }
        for (String good : List.of("abc", "a".repeat(63), "with.dots", "1-2-3", "10.0.0.1a")) {
            assertThat(read(Map.of("target.bucketName", good)).target().bucketName())
                    .hasToString(good);
        }
    }

    @Test
    void furtherAccountsAreAListInTheFileOrJsonOnTheCommandLine() {
        String list = """
            [{"account": "333333333333", "roleName": "Copier", "requireMfa": true},
             {"account": "444444444444", "keyPrefix": "from-4/",
              "organizationId": "o-a1b2c3d4e5"}]\
            """;
        List<TrustedAccount> further = read(Map.of("furtherSources", list)).furtherSources();

        assertThat(further)
                .containsExactly(
                        new TrustedAccount(
                                new AccountId("333333333333"),
                                Optional.of(new RoleName("Copier")),
                                Optional.empty(),
                                Optional.empty(),
                                true),
                        new TrustedAccount(
                                new AccountId("444444444444"),
                                Optional.empty(),
                                Optional.of("o-a1b2c3d4e5"),
                                Optional.of("from-4/"),
                                false));
    }

    @Test
    void aProblemInAListIsNamedByItsPlace() {
        String list = """
            [{"account": "333333333333"}, {"account": "4", "keyPrefix": "any*", "role": "x",
              "organizationId": "o-1"}]\
            """;

        assertThat(errors(Map.of("furtherSources", list)))
                .contains(
                        "replication.furtherSources[1].account: seen \"4\", expected 12 digits",
                        "replication.furtherSources[1].organizationId: seen \"o-1\", expected the id of an"
                                + " organization, such as o-a1b2c3d4e5",
                        "replication.furtherSources[1].keyPrefix: seen \"any*\", expected 1 to 512 bytes of UTF-8,"
                                + " without control",
                        "replication.furtherSources[1].role: there is no such setting");
    }

    @Test
    void anAccountIsTrustedOnceAndEachHasAnExternalIdOfItsOwn() {
        assertThat(errors(Map.of("furtherSources", List.of(Map.of("account", "222222222222")))))
                .contains("replication.furtherSources: seen account 222222222222 twice");
        assertThat(errors(
                        Map.of("furtherSources", List.of(Map.of("account", "333333333333"))),
                        Map.of("EXTERNAL_ID", "the-same", "EXTERNAL_ID_333333333333", "the-same")))
                .contains("EXTERNAL_ID_333333333333 (environment variable): seen another account's ExternalId")
                .doesNotContain("the-same");
    }

    @Test
    void keysThatTheSourceAccountMayNotWriteAreRefused() {
        assertThat(errors(Map.of("source.keyPrefix", "from-b/", "keys.addPrefix", "from-c/")))
                .contains("replication.source.keyPrefix: seen \"from-b/\", expected a prefix of every target key, which"
                        + " begins with \"from-c/\"");
        assertThat(read(Map.of(
                                "source.keyPrefix", "from-b/",
                                "keys.addPrefix", "from-b",
                                "keys.include", "in/**",
                                "keys.stripPrefix", "in"))
                        .assumedRole())
                .isEqualTo(new RoleName("AllowPutToS3-222222222222"));
    }

    @Test
    void reservedConcurrencyIsAtLeastTheConcurrencyOfTheQueue() {
        for (String enough : List.of("20", "21")) {
            assertThat(read(Map.of("function.reservedConcurrency", enough))
                            .function()
                            .reservedConcurrency())
                    .contains(Integer.parseInt(enough));
        }
        assertThat(errors(Map.of("function.reservedConcurrency", "19")))
                .contains("replication.function.reservedConcurrency: seen 19, expected at least"
                        + " queue.functionConcurrency, 20");
    }

    @Test
    void whatExistsAlreadyIsNamedByItsArn() {
        assertThat(errors(Map.of(
                        "target.kmsKeyArn", "alias/mine",
                        "target.permissionsBoundaryArn", "Boundary",
                        "alarms.topicArn", "my-topic")))
                .contains(
                        "3 errors",
                        "replication.target.kmsKeyArn: seen \"alias/mine\", expected the ARN of a KMS key",
                        "replication.target.permissionsBoundaryArn: seen \"Boundary\", expected the ARN of an IAM"
                                + " policy",
                        "replication.alarms.topicArn: seen \"my-topic\", expected the ARN of an SNS topic");
    }
}
