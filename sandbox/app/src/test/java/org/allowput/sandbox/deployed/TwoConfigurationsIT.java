package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.compare.Queries;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxFunctions;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.command.CommandProcess;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.NamedQuery;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The two configurations that are furthest from the default, in one sandbox of their own: first everything on with the
 * trigger {@code s3}; then, the stacks destroyed, the buckets that they left as existing buckets, with the trigger
 * {@code eventbridge}. Each deployment costs some ten seconds, so the tests follow one another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoConfigurationsIT {
    private static final String TARGET_KEY =
            "arn:aws:kms:us-east-1:111111111111:key/1a1a1a1a-0000-4000-8000-000000000001";
    private static final String SOURCE_KEY =
            "arn:aws:kms:us-east-1:222222222222:key/2b2b2b2b-0000-4000-8000-000000000002";

    /** All but what the emulator cannot do: {@code source.roleName}. See sandbox/emulator/README.md. */
    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("trigger", "s3"),
            Map.entry("keys.include", "in/**"),
            Map.entry("keys.stripPrefix", "in/"),
            Map.entry("keys.addPrefix", "out/"),
            Map.entry("optIns.replicateTags", "true"),
            Map.entry("optIns.replicateDeletes", "deletionsAndExpirations"),
            Map.entry("target.permissionsBoundaryArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
            Map.entry("source.permissionsBoundaryArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
            Map.entry("function.storageClass", "PRESERVE"),
            // The zip of the comparison has the database for one of them.
            Map.entry("function.architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64"),
            Map.entry("function.reservedConcurrency", "40"),
            Map.entry("target.kmsKeyArn", TARGET_KEY),
            Map.entry("source.kmsKeyArn", SOURCE_KEY),
            Map.entry("alarms.topicArn", "arn:aws:sns:us-east-1:222222222222:on-call"),
            Map.entry("backfill.enabled", "true"),
            Map.entry("receipts.enabled", "true"),
            Map.entry("receipts.deliverTo", "out/_deliveries/"),
            Map.entry("reconcile.schedule", "rate(1 day)"),
            Map.entry("reconcile.requeue", "true"),
            Map.entry("tags.team", "storage"));

    private static final String CLEARED = "scan=clean";

    private static final Map<String, String> EXISTING = Map.of(
            "trigger", "eventbridge",
            "target.bucketExists", "true",
            "source.bucketExists", "true",
            "source.requiredTag", CLEARED,
            "operations.bucketName", "another-operations-bucket",
            "furtherSources", "[{\"account\": \"333333333333\", \"keyPrefix\": \"from-3/\"}]");

    private static final Map<String, String> OF_EXISTING =
            Map.of("ReplicationTarget:ExternalId333333333333", "another-account-another-id");

    private static final Pattern COMPARED =
            Pattern.compile("'copied':(\\d+),'missing':(\\d+),'stale':(\\d+)".replace('\'', '"'));
    private static final List<String> KEYS = List.of(
            "plain.txt", "with spaces  and more.txt", "a+b.txt", "100%25.txt", "this&that=1;other.txt", "日本語/🎉.txt");

    @AutoClose
    static Deployments deployments;

    @BeforeAll
    static void everythingOn() {
        deployments = new Deployments(TwoConfigurationsIT.class, EVERYTHING);
    }

    @Test
    @Order(1)
    void byS3EveryObjectArrivesUnderItsMappedKeyWithItsTagsAndInItsStorageClass() {
        for (String key : KEYS) {
            buckets()
                    .put(
                            "in/" + key,
                            request -> request.storageClass(StorageClass.STANDARD_IA)
                                    .tagging("colour=red&of=" + KEYS.indexOf(key)));
        }
        buckets().put("elsewhere/plain.txt");

        for (String key : KEYS) {
            assertThat(buckets().copied("out/" + key, "in/" + key).storageClass())
                    .isEqualTo(StorageClass.STANDARD_IA);
            assertThat(buckets().target().tags("out/" + key))
                    .isEqualTo(Map.of("colour", "red", "of", Integer.toString(KEYS.indexOf(key))));
        }
        assertThat(buckets().target().keys()).allMatch(key -> key.startsWith("out/"));
    }

    /** Of copies with the KMS key that account A asks for, and of deletions. */
    @Test
    @Order(2)
    void theTargetAccountGetsReceiptsOfWhatIsInItsBucketAndNothingElseIsPutThere() {
        buckets().put("in/_deliveries/forged");
        buckets()
                .put(
                        "in/encrypted",
                        request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId(SOURCE_KEY));
        buckets().put("in/deleted");
        buckets().copied("out/deleted", "in/deleted");
        buckets().source().delete("in/deleted");
        awaitOutcome("in/_deliveries/forged", OutcomeLabel.SKIPPED);

        HeadObjectResponse copy = buckets().copied("out/encrypted", "in/encrypted");
        assertThat(copy.ssekmsKeyId()).isEqualTo(TARGET_KEY);
        Eventually.until(
                Buckets.TIMEOUT,
                "receipts of the copy and of the deletion",
                TwoConfigurationsIT::delivered,
                receipts ->
                        Stream.of("outcome=COPIED", "outcome=DELETED").allMatch(String.valueOf(receipts)::contains));
        assertThat(delivered())
                .filteredOn("sourceKey", "in/encrypted")
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("targetKey", "out/encrypted")
                .containsEntry("targetETag", Receipt.unquoted(copy.eTag()))
                .containsEntry("targetVersionId", copy.versionId())
                .containsEntry("size", Math.toIntExact(copy.contentLength()));
        assertThat(buckets().target().keys()).doesNotContain("out/_deliveries/forged", "out/deleted");
    }

    /** With the role's own session, as an attacker in account B has it: the role may put, tag and delete elsewhere. */
    @Test
    @Order(3)
    void theRoleCanDoWhatItsGrantStatesAndChangeNoReceipt() {
        assertThat(SandboxAccess.check(sandbox()))
                .filteredOn(Attempt::tried)
                .allMatch(Attempt::asExpected)
                .extracting(attempt -> attempt.access().replace("with the role: ", "") + " " + attempt.expected())
                .contains(
                        "PutObject allowed",
                        "DeleteObject allowed",
                        "PutObject of a receipt without If-None-Match denied",
                        "PutObject of a receipt with a tag denied",
                        "DeleteObject of a receipt denied");
    }

    private static List<Object> delivered() {
        return buckets().target().keys().stream()
                .filter(key -> key.startsWith("out/_deliveries/"))
                .map(key -> new ByteArrayInputStream(buckets().target().bytes(key)))
                .flatMap(content ->
                        Unchecked.get(() -> JSON.std
                                        .anySequenceFrom(new GZIPInputStream(content))
                                        .readAll())
                                .stream())
                .toList();
    }

    @Test
    @Order(4)
    void theTargetAccountConfirmsEachCopy() {
        for (String key : List.of("confirmed 0", "confirmed 1")) {
            buckets().put("in/" + key);
            buckets().copied("out/" + key, "in/" + key);
        }
        Finished confirmed = Eventually.until(
                Buckets.TIMEOUT,
                "each copy is confirmed",
                TwoConfigurationsIT::confirm,
                answer -> answer.status() == 0);
        assertThat(confirmed.output())
                .containsPattern(
                        "[1-9]\\d* of \\d+ equal; 0 not-noted; 0 differs; 0 missing; 0 not-read; not judged: 0 that");
    }

    private static Finished confirm() {
        return new CommandProcess(sandbox().emulator())
                .runAs(sandbox().target(), "confirm", "--receipts", "out/_deliveries/", "--grace", "0s");
    }

    @Test
    @Order(5)
    void theScheduleCountsAnObjectWhoseEventWasLostAndSendsItAgain() {
        int copied = first().getFirst();
        assertThat(copied).isPositive();
        buckets().withoutEvents(() -> buckets().put("in/lost"));

        List<String> log = invoke();

        assertThat(counts(log)).containsExactly(copied, 1, 0);
        assertThat(log)
                .anyMatch(line -> line.startsWith("{\"message\":\"missing\",\"sourceKey\":\"in/lost\""))
                .anyMatch(line -> line.contains("\"Namespace\":\"AllowPutToS3\"")
                        && line.contains("\"ObjectsMissing\":[1],\"ObjectsStale\":[0]"))
                .anyMatch(line -> line.contains("sent to the queue"));
        Eventually.until(
                Buckets.TIMEOUT,
                "nothing is missing",
                () -> counts(invoke()),
                now -> now.equals(List.of(copied + 1, 0, 0)));

        buckets().copied("out/lost", "in/lost");
    }

    /**
     * The counts of the first invocation, which starts the environment of the others. Unlike the function of the copy,
     * this one states no owner of a bucket.
     */
    private static List<Integer> first() {
        Path settings = sandbox().stateDirectory().resolve("functions.json");
        String ofAll = Unchecked.get(() -> Files.readString(settings));
        SandboxFunctions.of(
                        Checkout.current(),
                        sandbox().emulator().address(),
                        sandbox().strict(),
                        Map.of("GRACE_MINUTES", "0"),
                        sandbox().functionLog())
                .write(Checkout.current(), sandbox().stateDirectory());
        try {
            return counts(invoke());
        } finally {
            PrivateFiles.write(settings, ofAll);
        }
    }

    /** How many objects the function of {@code reconcile.schedule} says are copied, missing and stale. */
    private static List<Integer> counts(List<String> log) {
        Matcher found = COMPARED.matcher(String.join("\n", log));
        assertThat(found.find()).as(found.toString()).isTrue();
        return IntStream.rangeClosed(1, 3)
                .mapToObj(group -> Integer.valueOf(found.group(group)))
                .toList();
    }

    private static List<String> invoke() {
        GrowingFile log = new GrowingFile(sandbox().functionLog());
        log.newLines();
        InvokeResponse answer = sandbox()
                .source()
                .lambda()
                .invoke(request -> request.functionName(sandbox().output(StackOutput.RECONCILE_FUNCTION_NAME)));
        List<String> lines =
                log.newLines().stream().map(line -> line.split(" ", 3)[2]).toList();
        assertThat(answer.functionError()).as(String.join("\n", lines)).isNull();
        return lines;
    }

    @Test
    @Order(5)
    void athenaAnswersQueriesOverReceiptsAsThisMachineDoes() {
        List<String> queries = Queries.NAMED.stream()
                .filter(name -> Queries.areOfReceipts(Queries.relations("FROM " + name)))
                .toList();
        List<String> compared = Nightly.Condition.includes(5) ? queries : List.of("timeline");
        assertThat(queries).containsAll(compared);
        compared.forEach(TwoConfigurationsIT::bothAnswerAlike);
        bothAnswerAlike("WITH copies AS (SELECT * FROM receipts WHERE rule = 1) SELECT count(*) AS number FROM copies");
        assertThat(saved()).hasSameSizeAs(queries).allSatisfy(TwoConfigurationsIT::rows);
    }

    /** As the page of costs says. The last receipts may be written meanwhile. */
    @Test
    @Order(5)
    void aDayOfReceiptsIsWrittenIntoFewFiles() throws Exception {
        String page = Files.readString(Checkout.current().root().resolve("docs").resolve("cost-and-scale.md"));
        String day = value("SELECT max(day) FROM receipt_lines");
        String insert = page.replaceFirst("(?s).*```sql\\n(.*?)\\n```.*", "$1").replaceFirst("'.*'", "'" + day + "'");
        String ofDay = " WHERE day = '" + day + "'";
        long before = number("SELECT count(*) FROM receipt_lines" + ofDay);

        long inserted = number(insert);

        assertThat(inserted).isPositive().isBetween(before, number("SELECT count(*) FROM receipt_lines" + ofDay));
        assertThat(number("SELECT count(*) FROM receipt_days" + ofDay)).isEqualTo(inserted);
    }

    /** The last receipt may be written just now. */
    private static void bothAnswerAlike(String query) {
        String answer = Eventually.until(
                        Buckets.TIMEOUT,
                        "the answers of Athena and of this machine to " + query,
                        () -> List.of(query(query, "--athena"), query(query)),
                        answers -> answers.getFirst().equalsIgnoreCase(answers.getLast()))
                .getLast();
        // No object waits for a tag here.
        assertThat(answer.lines()).as(query).hasSizeGreaterThanOrEqualTo(query.equals("waiting") ? 1 : 2);
    }

    private static String query(String query, String... more) {
        List<String> words = new ArrayList<>(List.of("query", query, "--since", "1d", "--csv"));
        words.addAll(List.of(more));
        Finished finished =
                new CommandProcess(sandbox().emulator()).runAs(sandbox().source(), words.toArray(String[]::new));
        assertThat(finished.status()).as(finished.output()).isZero();
        return finished.output();
    }

    private static List<String> saved() {
        AthenaClient athena = athena();
        String group = sandbox().output(StackOutput.ATHENA_DATABASE);
        List<String> ids =
                athena.listNamedQueries(request -> request.workGroup(group)).namedQueryIds();
        return athena.batchGetNamedQuery(request -> request.namedQueryIds(ids)).namedQueries().stream()
                .map(NamedQuery::queryString)
                .toList();
    }

    private static long number(String query) {
        return Long.parseLong(value(query));
    }

    /** The only value of an answer. */
    private static String value(String query) {
        return rows(query).getLast().data().getFirst().varCharValue();
    }

    /** Of the answer to a query that succeeds. Workgroup and database have one name. */
    private static List<Row> rows(String query) {
        AthenaClient athena = athena();
        String database = sandbox().output(StackOutput.ATHENA_DATABASE);
        String id = athena.startQueryExecution(request -> request.workGroup(database)
                        .queryExecutionContext(context -> context.database(database))
                        .queryString(query))
                .queryExecutionId();
        QueryExecutionStatus ended = Eventually.until(
                Buckets.TIMEOUT,
                query + " has ended",
                () -> athena.getQueryExecution(request -> request.queryExecutionId(id))
                        .queryExecution()
                        .status(),
                status -> status.completionDateTime() != null);
        assertThat(ended.state()).as(ended.stateChangeReason()).isEqualTo(QueryExecutionState.SUCCEEDED);
        return athena.getQueryResults(answer -> answer.queryExecutionId(id))
                .resultSet()
                .rows();
    }

    private static AthenaClient athena() {
        return sandbox().source().configure(AthenaClient.builder()).build();
    }

    @Test
    @Order(6)
    @Nightly(6)
    void destroyLeavesTheBucketsAndWhatIsInThemAndSaysSo() {
        List<String> before = buckets().target().keys();
        assertThat(before).isNotEmpty();

        List<String> said = deployments.destroy(EVERYTHING);

        assertThat(said)
                .as("what cdk destroy printed")
                .anyMatch(line -> line.contains("DELETE_SKIPPED") && line.contains("TargetBucket"))
                .anyMatch(line -> line.contains("DELETE_SKIPPED") && line.contains("SourceBucket"));
        assertThat(Stream.of(sandbox().target(), sandbox().source())
                        .flatMap(account -> account.cloudFormation().describeStacks().stacks().stream())
                        .map(Stack::stackName))
                .noneMatch(name -> name.startsWith("Replication"));
        assertThat(buckets().target().keys()).isEqualTo(before);
        buckets().copied("out/plain.txt", "in/plain.txt");
    }

    @Test
    @Order(7)
    @Nightly(6)
    void existingBucketsAreUsedAsTheyAreByTheirOwnersConsent(@TempDir Path folder) throws IOException {
        deployments.deploy(EXISTING, OF_EXISTING);

        assertThat(sandbox().output(StackOutput.NOTIFICATION_CONFIGURATION).replace(" ", ""))
                .isEqualTo("{\"EventBridgeConfiguration\":{}}");
        // As docs/settings.md says.
        RunbookCommands page = RunbookCommands.all("settings.md");
        notifications(folder, page.with("get-bucket-notification-configuration"));
        Files.writeString(folder.resolve("all.json"), sandbox().output(StackOutput.NOTIFICATION_CONFIGURATION));
        notifications(folder, page.with("put-bucket-notification-configuration"));
        // Objects that a tag clears need version ids.
        sandbox()
                .source()
                .s3()
                .putBucketVersioning(request -> request.bucket(sandbox().sourceBucket())
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        for (String key : KEYS) {
            buckets().put("now/" + key, request -> request.tagging(CLEARED));
        }

        for (String key : KEYS) {
            buckets().copied("now/" + key);
        }
        assertThat(buckets().target().keys()).contains("out/plain.txt");
    }

    @Test
    @Order(8)
    @Nightly(6)
    void anObjectIsCopiedWhenTheEventOfItsTagSaysThatItIsClearedAndNotBefore() {
        String key = "scanned/" + UUID.randomUUID();
        buckets().put(key);
        awaitOutcome(key, OutcomeLabel.WAITING);
        assertThat(buckets().target().head(key)).isEmpty();

        setScanTag(key, "infected");
        awaitOutcome(key, OutcomeLabel.REFUSED);
        assertThat(buckets().target().head(key)).isEmpty();
        assertThat(outcomes(key)).doesNotContain(OutcomeLabel.COPIED);

        setScanTag(key, "clean");
        buckets().copied(key);
    }

    private static void notifications(Path folder, String commands) {
        new AwsCli(sandbox().emulator(), folder)
                .run(
                        sandbox().source(),
                        commands.replace("SOURCE-BUCKET", sandbox().sourceBucket()))
                .succeeded();
    }

    private static void setScanTag(String key, String value) {
        Tag tag = Tag.builder().key("scan").value(value).build();
        buckets()
                .source()
                .s3()
                .putObjectTagging(request ->
                        request.bucket(sandbox().sourceBucket()).key(key).tagging(tagging -> tagging.tagSet(tag)));
    }

    private static void awaitOutcome(String key, OutcomeLabel outcome) {
        Eventually.until(
                Buckets.TIMEOUT,
                "the function logs the outcome " + outcome,
                () -> outcomes(key),
                seen -> seen.contains(outcome));
    }

    /** What the function has logged of the object so far. */
    private static List<OutcomeLabel> outcomes(String key) {
        return Deployment.of(sandbox()).logged("\"" + LogField.SOURCE_KEY + "\":\"" + key + "\"").stream()
                .flatMap(line -> Stream.of(OutcomeLabel.values())
                        .filter(label -> line.contains("\"" + LogField.OUTCOME + "\":\"" + label.label() + "\"")))
                .toList();
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }

    private static Buckets buckets() {
        return new Buckets(sandbox());
    }
}
