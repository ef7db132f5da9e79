package org.allowput.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.settings.Setting;
import tools.jackson.databind.JsonNode;

/** The values of each setting that are deployed one after the other to see what a change does. */
final class SettingChanges {
    /** A deployment that uses what can be added, so that a change of it shows. */
    private static final Map<String, String> IN_USE = Map.of(
            "target.alarms.email", "owner@example.com",
            "target.alarms.callers", "AROAIDPPEZS35WEXAMPLE:ReplicateObjects",
            "source.callers", "[\"role/Uploader\"]",
            "alarms.email", "operators@example.com",
            "backfill.enabled", "true",
            "receipts.enabled", "true",
            "reconcile.schedule", "rate(1 day)");

    private static final String FURTHER = "furtherSources";

    /** Where one value needs other settings, or where a change between two values differs from that of one to none. */
    private static final Map<String, List<Map<String, String>>> SERIES = Map.ofEntries(
            Map.entry("target.account", values("target.account", "111111111111", "555555555555")),
            Map.entry("target.roleName", values("target.roleName", "", "PutOrders")),
            Map.entry(
                    "target.alarms.email", values("target.alarms.email", "none", "owner@example.com", "a@example.com")),
            Map.entry(
                    "target.alarms.callers",
                    values("target.alarms.callers", "", "AROAIDPPEZS35WEXAMPLE:ReplicateObjects")),
            Map.entry("source.account", values("source.account", "222222222222", "666666666666")),
            Map.entry("alarms.email", values("alarms.email", "none", "operators@example.com", "b@example.com")),
            Map.entry("previousTrigger", values("previousTrigger", "", "eventbridge")),
            Map.entry("target.grant", List.of(grant("a-bucket", "AllowPutToS3"), grant("b-bucket", "AllowPutToS3"))),
            Map.entry(
                    "target.bucketShared",
                    List.of(
                            Map.of("target.bucketExists", "true"),
                            Map.of("target.bucketExists", "true", "target.bucketShared", "true"))),
            Map.entry(
                    "source.bucketShared",
                    List.of(
                            Map.of("source.bucketExists", "true"),
                            Map.of("source.bucketExists", "true", "source.bucketShared", "true"))),
            Map.entry(
                    "source.bucketIsTargetToo",
                    List.of(
                            Map.of("keys.include", "in/**"),
                            Map.of("keys.include", "in/**", "source.bucketIsTargetToo", "true"))),
            Map.entry("source.callers", values("source.callers", "[]", "[\"role/Uploader\", \"user/alice\"]")),
            Map.entry(
                    "source.keyPrefix",
                    List.of(
                            Map.of("keys.addPrefix", "from-b/new/"),
                            Map.of("keys.addPrefix", "from-b/new/", "source.keyPrefix", "from-b/"),
                            Map.of("keys.addPrefix", "from-b/new/", "source.keyPrefix", "from-b/new/"))),
            Map.entry("source.kmsKeyArn", keys("source.kmsKeyArn", "222222222222")),
            Map.entry(
                    "source.previousKmsKeyArns",
                    List.of(Map.of(), Map.of("source.previousKmsKeyArns", key("222222222222", 1)))),
            Map.entry("target.kmsKeyArn", keys("target.kmsKeyArn", "111111111111")),
            Map.entry("encryption.kmsKeyArn", keys("encryption.kmsKeyArn", "222222222222")),
            Map.entry(
                    "encryption.previousKmsKeyArns",
                    List.of(Map.of(), Map.of("encryption.previousKmsKeyArns", key("222222222222", 1)))),
            Map.entry(
                    "furtherSources[].account",
                    List.of(
                            Map.of(),
                            further("\"account\": \"333333333333\""),
                            further("\"account\": \"444444444444\""))),
            Map.entry("furtherSources[].roleName", furtherWith("\"roleName\": \"Copier\"")),
            Map.entry("furtherSources[].organizationId", furtherWith("\"organizationId\": \"o-a1b2c3d4e5\"")),
            Map.entry("furtherSources[].keyPrefix", furtherWith("\"keyPrefix\": \"from-3/\"")),
            Map.entry("furtherSources[].requireMfa", furtherWith("\"requireMfa\": true")),
            Map.entry(
                    "optIns.replicateDeletes",
                    values("optIns.replicateDeletes", "none", "deletions", "deletionsAndExpirations")),
            Map.entry("trigger", values("trigger", "sqs", "s3", "eventbridge", "sqs")),
            Map.entry(
                    "keys.stripPrefix",
                    List.of(
                            Map.of("keys.include", "in/**"),
                            Map.of("keys.include", "in/**", "keys.stripPrefix", "in/"))),
            Map.entry(
                    "network.subnetIds",
                    List.of(Map.of(), network("subnet-0123abcd", 1), network("subnet-4567abcd", 1))),
            Map.entry(
                    "network.securityGroupIds",
                    List.of(Map.of(), network("subnet-0123abcd", 1), network("subnet-0123abcd", 2))),
            Map.entry(
                    "alarms.topicArn",
                    List.of(Map.of(), Map.of("alarms.topicArn", "arn:aws:sns:us-east-1:222222222222:on-call"))),
            Map.entry(
                    "receipts.enabled",
                    List.of(
                            Map.of("receipts.enabled", "false", "reconcile.schedule", ""),
                            Map.of("receipts.enabled", "true", "reconcile.schedule", ""))),
            Map.entry("reconcile.schedule", values("reconcile.schedule", "", "rate(1 day)", "cron(0 3 * * ? *)")),
            Map.entry("tags.<name>", List.of(Map.of(), Map.of("tags.team", "orders"))));

    private static final String BUCKET_LEAVES =
            "To `true`: the bucket leaves the stack, and stays with its objects%s. To `false`:"
                    + " CloudFormation refuses a bucket that exists, unless it [imports](deploy.md#deploying-again) it";

    private static final String UNTIL_BOTH =
            " Until both accounts are deployed, A denies B's copies, whose messages wait in the queue";

    private static final String CONFIRM = "The new address has to confirm a link; until then nobody gets the mails";

    private static final String ANOTHER_KEY =
            "What is under the previous key [stays under it](settings.md#another-key)";

    /**
     * What a change means for messages, objects and receipts that are there. Without an entry, they stay as they are.
     */
    private static final Map<String, String> EFFECTS = Map.ofEntries(
            Map.entry(
                    "name", "The previous stacks go on copying until you [remove](deploy.md#removing-the-stacks) them"),
            Map.entry("target.grant", "As a change of each setting whose value it states"),
            Map.entry(
                    "target.account",
                    "The previous stack stays, with bucket and role. Messages that wait are copied to the new account"),
            Map.entry(
                    "target.region",
                    "The previous stack stays, and has the role's name: choose another `target.roleName`, or remove the"
                            + " previous stack first, which keeps its bucket. Messages that wait are copied to the new"
                            + " Region"),
            Map.entry(
                    "target.bucketName",
                    "The previous bucket stays with its objects. Messages that wait are copied to the new one."
                            + " [Pause](deploy.md#changing-the-workflow-for-large-objects) before, so that no copy of a"
                            + " large object is in progress." + UNTIL_BOTH),
            Map.entry("target.bucketExists", BUCKET_LEAVES.formatted("")),
            Map.entry(
                    "target.roleName",
                    "CloudFormation refuses the name of a role that exists. It deletes the previous role, whose"
                            + " sessions end." + UNTIL_BOTH),
            Map.entry("target.kmsKeyArn", "Copies under the previous key stay under it: A keeps it enabled"),
            Map.entry(
                    "target.alarms.email",
                    CONFIRM + ". `none` also removes the queue of events that could not be mailed"),
            Map.entry(
                    "source.account",
                    "B's previous stack stays with its messages, which A denies: wait until its queue is empty"),
            Map.entry(
                    "source.roleName",
                    "CloudFormation refuses the name of a role that exists. The new roles have other ids: change"
                            + " `target.alarms.callers`." + UNTIL_BOTH),
            Map.entry("source.keyPrefix", "B assumes another role, or the same one with other keys." + UNTIL_BOTH),
            Map.entry(
                    "source.region",
                    "The previous stack stays, with its bucket, messages and `source.roleName`, and goes on copying"
                            + " until you remove it: wait until its queue is empty"),
            Map.entry(
                    "source.bucketName",
                    "The previous bucket stays with its objects. Its messages that wait become dead letters, which"
                            + " this deployment cannot copy: stop putting into it, and wait until the queue is empty"),
            Map.entry(
                    "source.bucketExists",
                    BUCKET_LEAVES.formatted(" and its notification, which its owner changes from then on")),
            Map.entry("source.kmsKeyArn", ANOTHER_KEY),
            Map.entry("source.previousKmsKeyArns", "Without a key that objects are under, these become dead letters"),
            Map.entry("source.callers", "Principals that are no longer named cannot assume the role any more"),
            Map.entry("furtherSources[].account", "Without its entry, A denies the account"),
            Map.entry("furtherSources[].keyPrefix", "The account assumes another role, and is denied until it does"),
            Map.entry(
                    "trigger",
                    "Refused in one deployment, which would lose events: [two"
                            + " deployments](deploy.md#changing-the-trigger)"),
            Map.entry(
                    "previousTrigger",
                    "To none: events on the previous way are lost if it is removed within"
                            + " [an hour](deploy.md#changing-the-trigger)"),
            Map.entry(
                    "largeObjects.enabled",
                    "A removed state machine ends its executions: refused until"
                            + " [confirmed](deploy.md#changing-the-workflow-for-large-objects)"),
            Map.entry("encryption.kmsKeyArn", ANOTHER_KEY),
            Map.entry(
                    "encryption.previousKmsKeyArns",
                    "Without a key that messages are under, [these expire](settings.md#another-key)"),
            Map.entry("logs.retentionDays", "CloudWatch deletes what is older"),
            Map.entry("alarms.email", CONFIRM),
            Map.entry(
                    "operations.bucketName",
                    "The previous bucket stays with its receipts, which comparisons do not find any more, and with"
                            + " results of large objects, whose copies become dead letters:"
                            + " [pause](deploy.md#changing-the-workflow-for-large-objects) before"),
            Map.entry(
                    "operations.bucketExists",
                    BUCKET_LEAVES.formatted(" and its lifecycle rules, which its owner changes from then on")),
            Map.entry("backfill.enabled", "To `false`: a job that runs fails for its other objects: wait for its end"),
            Map.entry(
                    "receipts.enabled",
                    "To `false`: receipts stay until they expire. Tables have no data of their own"),
            Map.entry("receipts.keptDays", "S3 deletes receipts that are older"),
            Map.entry("reconcile.schedule", "To none: the function's log stays"));

    private SettingChanges() {}

    /** Options of the CDK: each deployment of the list differs from the one before in this setting alone. */
    static List<Map<String, String>> deployments(Setting setting) {
        List<Map<String, String>> series = SERIES.getOrDefault(setting.path(), declared(setting));
        return series.stream().map(SettingChanges::inUse).toList();
    }

    private static Map<String, String> inUse(Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(IN_USE);
        all.putAll(options);
        if (options.containsKey("target.grant")) {
            all.keySet().removeIf(path -> path.startsWith("target.alarms."));
        }
        all.values().removeIf(String::isEmpty);
        return all;
    }

    /** By the schema: false and true, or no value and the example. */
    private static List<Map<String, String>> declared(Setting setting) {
        String path = setting.path();
        if (setting.text("type").equals("boolean")) {
            return values(path, "false", "true");
        }
        JsonNode given = setting.schema().required("examples").get(0);
        String example = given.isString() ? given.stringValue() : given.toString();
        return List.of(Map.of(), Map.of(path, example));
    }

    private static List<Map<String, String>> values(String path, String... values) {
        return Stream.of(values).map(value -> Map.of(path, value)).toList();
    }

    private static List<Map<String, String>> keys(String path, String account) {
        return List.of(Map.of(), Map.of(path, key(account, 1)), Map.of(path, key(account, 2)));
    }

    private static String key(String account, int number) {
        return "arn:aws:kms:us-east-1:%s:key/%d".formatted(account, number);
    }

    private static Map<String, String> grant(String bucket, String role) {
        return Map.of("target.grant", "111111111111|us-east-1|%s|%s||||none|false|false".formatted(bucket, role));
    }

    private static Map<String, String> network(String subnet, int groups) {
        return Map.of(
                "network.subnetIds",
                subnet,
                "network.securityGroupIds",
                groups == 1 ? "sg-0123abcd" : "sg-0123abcd,sg-4567abcd");
    }

    private static List<Map<String, String>> furtherWith(String property) {
        return List.of(further("\"account\": \"333333333333\""), further("\"account\": \"333333333333\", " + property));
    }

    private static Map<String, String> further(String properties) {
        return Map.of(FURTHER, "[{" + properties + "}]");
    }

    /** What its change means for messages, objects and receipts that are there; empty if they stay as they are. */
    static Optional<String> effect(Setting setting) {
        return Optional.ofNullable(EFFECTS.get(setting.path()));
    }

    /** The settings that these lists name. */
    static Set<String> named() {
        return Stream.concat(SERIES.keySet().stream(), EFFECTS.keySet().stream())
                .collect(Collectors.toSet());
    }
}
