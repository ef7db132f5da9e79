package org.allowput.sandbox.facts;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.emulator.local.Unchecked;
import org.allowput.sandbox.contract.SynthesizedTemplate;
import org.allowput.sandbox.facts.AwsFacts.RecordedError;

/**
 * Everything in AWS's answers and events by which the product decides, as its sources name it: codes and statuses of
 * errors, headers, fields and names of events, errors of tasks. Each has a name such as {@code error NoSuchUpload}.
 */
final class DecidedBy {
    private static final Path MODULES = Path.of("..", "..");
    private static final Path LAMBDA = MODULES.resolve("lambda/src/main/java/org/allowput/lambda");
    private static final Path CONTRACT = MODULES.resolve("contract/src/main/java/org/allowput/contract");

    private static final Pattern READ = Pattern.compile(
            "(?:text|optionalText|textOrEmpty|hasText|has|object|objectOrEmpty|elements|time|positive|bucket|bucketOfArn|number)\\((?:\\w+(?:\\.\\w+\\([\\w.\"]+\\))?,"
                + " )?\"([A-Za-z0-9-]+)\"");
    private static final Pattern FORMAT = Pattern.compile("[A-Z_]+\\(\"([A-Za-z-]+)\"\\)");
    private static final Pattern CODE = Pattern.compile("(?:equals|areAlike|startsWith)\\((?:[a-zA-Z().]+, )?\"(\\w+)");
    private static final Pattern STATUS =
            Pattern.compile("(?:status|statusCode\\(\\)) (?:==|>=) (\\d{3})|case (\\d{3})(?:, (\\d{3}))?");
    private static final Pattern TYPE = Pattern.compile(
            "\"((?:Object|Lifecycle|IntelligentTiering|Replication|ReducedRedundancy|DeleteObject|Delete Marker)[\\w:"
                    + " ]*)\"");
    private static final Pattern CONSTANT = Pattern.compile("\"(ExpiredToken\\w*)\"");
    private static final Pattern HEADER = Pattern.compile("\"([A-Z][a-z]+(?:-[A-Z][a-z]+)?|x-amz-[a-z-]+)\", \"[A-Z]");

    private DecidedBy() {}

    /** All of it, by name. */
    static Set<String> all() {
        return Stream.<Stream<String>>of(
                        errorCodes(), classifier(), roleErrors(), headers(), fields(), eventTypes(), taskErrors())
                .flatMap(Function.identity())
                .collect(toCollection(TreeSet::new));
    }

    /** What the table of facts has, by the same names. */
    static Set<String> recorded() {
        AwsFacts facts = AwsFacts.TABLE;
        Stream<String> errors = facts.errors().stream().flatMap(DecidedBy::names);
        Stream<String> headers = facts.answers().stream()
                .flatMap(answer -> Stream.concat(
                        answer.headers().keySet().stream(),
                        answer.absent() == null ? Stream.of() : answer.absent().stream()))
                .map(name -> "header " + name);
        Stream<String> fields = facts.events().stream()
                .flatMap(event -> event.fields().keySet().stream()
                        .flatMap(path -> Arrays.stream(path.split("\\.")))
                        .map(field -> kind(event.event()) + " field " + field));
        Stream<String> types = facts.events().stream()
                .flatMap(event -> Stream.concat(
                                Stream.of(event.event().replaceFirst("S3 notification |EventBridge ", "")),
                                event.fields().values().stream().map(String::valueOf))
                        .flatMap(name -> Stream.of(name, name.replaceFirst(":.*", ""), name.replaceFirst(".*:", "")))
                        .map(name -> kind(event.event()) + " type " + name));
        Stream<String> tasks = facts.taskErrors().stream().map(task -> "task error " + task.taskError());
        return Stream.of(errors, headers, fields, types, tasks, Stream.of("task error States.ALL"))
                .flatMap(Function.identity())
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> names(RecordedError error) {
        String side = error.operation().equals("AssumeRole") ? "AssumeRole " : "";
        return Stream.of(
                side + "error " + error.code(),
                side + "error " + error.code().replaceFirst("\\..*", ""),
                side + "error " + error.status());
    }

    private static Stream<String> errorCodes() {
        Map<?, ?> file = Unchecked.get(
                () -> JSON.std.mapFrom(Files.readString(MODULES.resolve("lambda/src/main/resources/errors.json"))));
        return ((List<?>) file.values().iterator().next())
                .stream()
                        .flatMap(entry ->
                                Objects.requireNonNull((Collection<?>) ((Map<?, ?>) entry).get("codes")).stream())
                        .map(code -> "error " + code);
    }

    private static Stream<String> classifier() {
        Path file = LAMBDA.resolve("failure/FailureClassifier.java");
        return Stream.concat(
                literals(file, CODE).map(code -> "error " + code),
                literals(file, STATUS).map(status -> "error " + status));
    }

    private static Stream<String> roleErrors() {
        Path file = LAMBDA.resolve("failure/AssumeRoleException.java");
        return Stream.concat(literals(file, CONSTANT), literals(file, STATUS)).map(code -> "AssumeRole error " + code);
    }

    private static Stream<String> headers() {
        return Stream.of(
                        literals(CONTRACT.resolve("object/SourceState.java"), HEADER),
                        Arrays.stream(StoredChecksum.Algorithm.values()).map(StoredChecksum.Algorithm::header),
                        Stream.of(
                                "x-amz-checksum-type",
                                "ETag",
                                "x-amz-version-id",
                                "Last-Modified",
                                "Content-Length",
                                "Content-Range",
                                "x-amz-missing-meta",
                                "x-amz-server-side-encryption",
                                "x-amz-storage-class"))
                .flatMap(Function.identity())
                .map(name -> "header " + name);
    }

    private static Stream<String> fields() {
        Map<Path, String> parsers = new LinkedHashMap<>();
        parsers.put(CONTRACT.resolve("event/S3Notification.java"), "S3");
        parsers.put(CONTRACT.resolve("event/EventBridgeEvent.java"), "EventBridge");
        parsers.put(LAMBDA.resolve("events/QueueRequest.java"), "SQS");
        parsers.put(LAMBDA.resolve("events/Delivery.java"), "SQS");
        parsers.put(LAMBDA.resolve("events/DirectRequest.java"), "SNS in an invocation");
        parsers.put(LAMBDA.resolve("events/BatchJobRequest.java"), "S3 Batch Operations");
        Stream<String> each = parsers.entrySet().stream()
                .flatMap(parser -> literals(parser.getKey(), READ).map(name -> parser.getValue() + " field " + name));
        Path messages = CONTRACT.resolve("event/MessageParser.java");
        return Stream.concat(
                each,
                Stream.concat(literals(messages, READ), literals(messages, FORMAT))
                        .map(name -> envelope(name) + " field " + name));
    }

    /** The format that has the fields which {@code MessageParser} reads. */
    private static String envelope(String field) {
        return switch (field) {
            case "Records" -> "S3";
            case "Event", "Bucket", "Time" -> "s3:TestEvent";
            case "Type", "Message" -> "SNS";
            case "requestPayload" -> "destination";
            case "invocationSchemaVersion" -> "S3 Batch Operations";
            case "detail-type", "source", "detail", "input" -> "EventBridge";
            default -> throw new IllegalStateException("MessageParser reads " + field + ": say of which format it is");
        };
    }

    private static String kind(String event) {
        if (event.equals("SNS in an invocation")) {
            return event;
        }
        return switch (event.replaceFirst(" .*", "")) {
            case "S3" -> "S3";
            case "EventBridge" -> "EventBridge";
            case "SNS" -> "SNS";
            case "SQS" -> "SQS";
            case "Lambda" -> "destination";
            default -> throw new IllegalStateException(event + ": a kind of event without a parser");
        };
    }

    private static Stream<String> eventTypes() {
        return Stream.concat(
                literals(CONTRACT.resolve("event/S3Notification.java"), TYPE).map(type -> "S3 type " + type),
                literals(CONTRACT.resolve("event/EventBridgeEvent.java"), TYPE)
                        .map(type -> "EventBridge type " + type));
    }

    private static Stream<String> taskErrors() {
        return Stream.of("lambda:invoke", "sqs:sendMessage")
                .flatMap(resource ->
                        RecordedStates.errors(SynthesizedTemplate.read("source").workflow(), resource))
                .map(error -> "task error " + error);
    }

    private static Stream<String> literals(Path file, Pattern pattern) {
        String source = Unchecked.get(() -> Files.readString(file));
        List<String> found =
                pattern.matcher(source).results().flatMap(DecidedBy::groups).toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(file + " has nothing like " + pattern);
        }
        return found.stream();
    }

    private static Stream<String> groups(MatchResult match) {
        return IntStream.rangeClosed(1, match.groupCount())
                .mapToObj(match::group)
                .filter(Objects::nonNull);
    }
}
