package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.REQUIRED;
import static org.allowput.infra.settings.TestSettings.errors;
import static org.allowput.infra.settings.TestSettings.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.account.Callers;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetAlarmSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.account.Versioning;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.LogSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.function.ReconcileSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.function.WorkflowLogLevel;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.FunctionArchitecture;
import org.allowput.infra.settings.value.FunctionName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.settings.value.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void everyKeyIsOfTheAccountThatUsesIt() {
        for (String setting : List.of(
                "source.kmsKeyArn", "encryption.queueKeyArn", "encryption.logKeyArn", "encryption.environmentKeyArn")) {
            assertThat(TestSettings.errors(Map.of(setting, "arn:aws:kms:us-east-1:111111111111:key/k")))
                    .contains("replication." + setting + ": seen");
            assertThat(TestSettings.errors(Map.of(setting, "arn:aws:kms:us-east-1:222222222222:key/k")))
                    .isEmpty();
        }
        assertThat(TestSettings.errors(Map.of("target.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/k")))
                .contains("replication.target.kmsKeyArn: seen");
    }

    @Test
    void aScheduledComparisonNeedsReceipts() {
        assertThat(TestSettings.errors(Map.of("reconcile.schedule", "rate(1 day)")))
                .contains("replication.reconcile.schedule: seen \"rate(1 day)\" without receipts, expected"
                        + " receipts.enabled");
        assertThat(TestSettings.errors(Map.of("reconcile.schedule", "rate(1 day)", "receipts.enabled", "true")))
                .isEmpty();
    }

    @Test
    void twoAccountsAreEnoughAndTheRestHasDefaults() {
        Settings settings = read(Map.of());

        Region region = new Region("us-east-1");
        assertThat(settings.target())
                .isEqualTo(new TargetSettings(
                        new AccountId("111111111111"),
                        region,
                        new BucketName("allow-put-target-111111111111-us-east-1-an"),
                        false,
                        false,
                        new RoleName("AllowPutToS3"),
                        false,
                        2048,
                        new Versioning(true, 30),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new TargetAlarmSettings(
                                Optional.empty(), 24, 1_000_000, 1_000, Optional.empty(), Optional.empty()),
                        new JobSettings(false, new BucketName("allow-put-confirm-111111111111-us-east-1-an"), false)));
        assertThat(settings.source())
                .isEqualTo(new SourceSettings(
                        new TrustedAccount(
                                new AccountId("222222222222"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false),
                        region,
                        new BucketName("allow-put-source-222222222222-us-east-1-an"),
                        false,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        AfterCopy.NONE,
                        Optional.empty(),
                        new Callers(Optional.empty(), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        1));
        assertThat(settings.furtherSources()).isEmpty();
        assertThat(settings.optIns()).isEqualTo(new OptIns(false, false, false, false, false));
        assertThat(settings.alarms())
                .isEqualTo(new AlarmSettings(
                        Optional.empty(), Optional.empty(), 30, 15, 0, Optional.empty(), 24, "docs/operations.md"));
        assertThat(settings.backfill())
                .isEqualTo(
                        new JobSettings(false, new BucketName("allow-put-backfill-222222222222-us-east-1-an"), false));
        assertThat(settings.receipts())
                .isEqualTo(new ReceiptSettings(
                        false,
                        new BucketName("allow-put-receipts-222222222222-us-east-1-an"),
                        false,
                        90,
                        Optional.empty()));
        assertThat(settings.reconcile()).isEqualTo(new ReconcileSettings(Optional.empty(), false, 120));
        assertThat(settings.tags()).isEmpty();
        assertThat(settings.trigger()).isEqualTo(Trigger.SQS);
        assertThat(settings.selection()).isEqualTo(Selection.ALL);
        assertThat(settings.function())
                .isEqualTo(new ReplicationFunctionSettings(
                        new FunctionName("ReplicateObjects"),
                        FunctionArchitecture.ARM64,
                        true,
                        1769,
                        300,
                        10,
                        50,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(settings.queue()).isEqualTo(new QueueSettings(10, 0, 20, 330, 100));
        assertThat(settings.largeObjects())
                .isEqualTo(new LargeObjectSettings(
                        true,
                        new FunctionName("CopyLargeObjects"),
                        new BucketName("allow-put-large-222222222222-us-east-1-an"),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        32,
                        16,
                        Optional.empty(),
                        6,
                        WorkflowLogLevel.OFF));
        assertThat(settings.largeObjects().thresholdOf(settings.function())).isEqualTo(5120);
        assertThat(settings.largeObjects().rangeAt(50)).isEqualTo(15_000);
        assertThat(settings.logs()).isEqualTo(new LogSettings(90));
    }

    @Test
    void anOptionOfTheCommandLineGoesBeforeTheFile() {
        Settings settings = read(Map.of(
                "source.account",
                "333333333333",
                "queue.maxReceiveCount",
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
        assertThat(settings.source().bucket()).isEqualTo(new BucketName("allow-put-source-333333333333-us-east-1-an"));
        assertThat(settings.queue().maxReceiveCount()).isEqualTo(2);
        assertThat(settings.queue().visibilityTimeout()).isEqualTo(90);
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
                        "queue.maxReceiveCount", Map.of("a", 1)),
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
                        "\n  replication.queue.maxReceiveCount: seen {a=1}, expected an integer from 1 to 1000",
                        "\n  replication.queue.batchSize: seen \"0\", expected an integer from 1 to 10000 messages",
                        "\n"
                            + "  replication.logs.retentionDays: seen 8.0, expected a retention time that CloudWatch"
                            + " Logs supports",
                        "\n  EXTERNAL_ID (environment variable): seen 1 characters, expected 2 to 1224");
    }

    @Test
    void whatIsNotSetAndNeedsToBeIsNamed() {
        assertThat(errors(Map.of("replication", Map.of())))
                .contains(
                        "2 errors",
                        "replication.target.account: not set, expected 12 digits",
                        "replication.source.account: not set, expected 12 digits");
    }

    @Test
    void theSameBucketOnBothSidesIsRefused() {
        assertThat(errors(Map.of("target.bucketName", "one-bucket", "source.bucketName", "one-bucket")))
                .contains("replication.source.bucketName: seen the target bucket, one-bucket, expected another");
    }

    @Test
    void receiptsHaveABucketOfTheirOwn() {
        assertThat(errors(Map.of("receipts.bucketName", "one-bucket", "source.bucketName", "one-bucket")))
                .contains("replication.receipts.bucketName: seen the source bucket, one-bucket, expected another");
        for (String other : List.of("target.bucketName", "backfill.bucketName")) {
            assertThat(errors(Map.of("receipts.bucketName", "one-bucket", other, "one-bucket")))
                    .contains("replication.receipts.bucketName: seen one-bucket, which has another purpose");
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
    void accessLogsAreNotWrittenToABucketThatTheyAreAbout() {
        for (String bucket : List.of("source.bucketName", "receipts.bucketName", "target.bucketName")) {
            assertThat(errors(Map.of("source.accessLogBucket", "one-bucket", bucket, "one-bucket")))
                    .contains("replication.source.accessLogBucket: seen one-bucket, which has another purpose, expected"
                            + " a bucket for access logs alone");
        }
    }

    @Test
    void aSourceThatOthersWriteToIsCopiedByAPrefixOnly() {
        assertThat(errors(Map.of("source.bucketIsTargetToo", "true")))
                .contains("replication.source.bucketIsTargetToo: seen true without keys.includePrefix, expected");
        assertThat(read(Map.of("source.bucketIsTargetToo", "true", "keys.includePrefix", "ours/"))
                        .source()
                        .bucketIsTargetToo())
                .isTrue();
    }

    @Test
    void aKeyMappingThatCouldMakeTwoKeysOneIsRefused() {
        assertThat(errors(Map.of("keys.stripPrefix", "in/")))
                .contains("replication.keys.stripPrefix: seen \"in/\", expected a prefix of keys.includePrefix, \"\"");
        assertThat(errors(Map.of("keys.stripPrefix", "in/a", "keys.includePrefix", "in/")))
                .contains("replication.keys.stripPrefix: seen \"in/a\"");

        assertThat(read(Map.of("keys.stripPrefix", "in/", "keys.includePrefix", "in/a", "keys.addPrefix", "b/"))
                        .selection())
                .isEqualTo(Selection.of(new KeyRule("in/a", "", "in/", "b/")));
    }

    @Test
    void aPrefixThatLeavesNoRoomForAKeyOrCannotBeInAnEnvironmentVariableIsRefused() {
        assertThat(errors(Map.of("keys.addPrefix", "é".repeat(257), "trigger", "sns")))
                .contains("replication.keys.addPrefix: seen ", "expected a text: at most 512 bytes")
                .contains("replication.trigger: seen \"sns\", expected one of sqs, s3, eventbridge");
        assertThat(errors(Map.of("keys.includeSuffix", "a\nb"))).contains("without control characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target",
                "source",
                "optIns",
                "keys",
                "function",
                "queue",
                "pollers",
                "network",
                "encryption",
                "logs",
                "alarms",
                "backfill",
                "target.confirm",
                "receipts",
                "reconcile",
                "largeObjects"
            })
    void aMisspeltSettingIsRefusedInEverySection(String section) {
        assertThat(errors(Map.of(section + ".unknown", "x")))
                .contains("replication." + section + ".unknown: there is no such setting");
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
    void settingsThatContradictEachOtherAreRefused() {
        assertThat(errors(Map.of(
                        "function.timeoutSeconds", "60",
                        "queue.visibilityTimeoutSeconds", "30",
                        "queue.batchSize", "11")))
                .contains(
                        "replication.queue.visibilityTimeoutSeconds: seen 30, expected at least"
                                + " function.timeoutSeconds, 60",
                        "replication.queue.batchWindowSeconds: seen 0, expected at least 1, because batchSize is"
                                + " greater than 10");
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
        assertThat(read(Map.of("alarms.email", "a.b+c@example.com")).alarms().email())
                .contains("a.b+c@example.com");
        for (String address : List.of("nobody", "two words@example.com", "a@b", "a@b@example.com")) {
            assertThat(errors(Map.of("alarms.email", address)))
                    .contains("replication.alarms.email: seen \"" + address + "\", expected an email address");
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
            assertThat(Settings.read(REQUIRED, Map.of("EXTERNAL_ID", good))).containsExactly(read(Map.of()));
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
            assertThat(new BucketName(good).text()).isEqualTo(good);
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
                                "keys.includePrefix", "in/",
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
                        "alarms.topicArn", "my-topic",
                        "function.reservedConcurrency", "5",
                        "backfill.bucketName", "allow-put-source-222222222222-us-east-1-an",
                        "target.confirm.bucketName", "allow-put-target-111111111111-us-east-1-an",
                        "tags.team", "x".repeat(257))))
                .contains(
                        "7 errors",
                        "replication.target.kmsKeyArn: seen \"alias/mine\", expected the ARN of a KMS key",
                        "replication.target.permissionsBoundaryArn: seen \"Boundary\", expected the ARN of an IAM"
                                + " policy",
                        "replication.alarms.topicArn: seen \"my-topic\", expected the ARN of an SNS topic",
                        "replication.function.reservedConcurrency: seen 5, expected at least"
                                + " queue.functionConcurrency, 20",
                        "replication.backfill.bucketName: seen the source bucket",
                        "replication.target.confirm.bucketName: seen the target bucket",
                        "replication.tags.team: seen ");
    }
}
