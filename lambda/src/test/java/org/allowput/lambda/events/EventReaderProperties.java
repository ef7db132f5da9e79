package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.json.SanitizedText;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What is true of every event, checked with another JSON parser, that of AWS's SDK: it is refused by the exception that
 * is meant for that, or each thing that it delivers is delivered, and each that cannot be read is a failure in the
 * answer.
 */
final class EventReaderProperties {
    private static final int LONGEST_REASON = 2000;

    private EventReaderProperties() {}

    /** True if the event was read, false if it was refused as a whole. */
    static boolean check(byte[] event) throws IOException {
        InvocationRequest request;
        try {
            request = EventReader.read(new ByteArrayInputStream(event));
        } catch (UnrecognisedEventException e) {
            checkReason(String.valueOf(e.getMessage()));
            return false;
        }
        parsed(event).ifPresent(document -> checkNothingIsLost(request, document));
        checkAnswer(request);
        return true;
    }

    private static void checkReason(String reason) {
        assertThat(reason.length()).isBetween(1, LONGEST_REASON);
        assertThat(reason).isEqualTo(SanitizedText.of(reason, LONGEST_REASON));
    }

    private static void checkNothingIsLost(InvocationRequest request, JsonNode document) {
        List<JsonNode> sent = sent(request, document);
        assertThat(request.deliveries()).hasSameSizeAs(sent);
        assertThat(sent.isEmpty()).as("only a look delivers nothing").isEqualTo(request instanceof SourceLookRequest);
        for (int i = 0; i < sent.size(); i++) {
            switch (request.deliveries().get(i)) {
                case Delivery.Unreadable unreadable -> checkReason(unreadable.reason());
                case Delivery.Postponed postponed -> checkReason(postponed.reason());
                case Delivery.Changes changes
                when request instanceof QueueRequest ->
                    checkAsOthersRead(
                            changes, sent.get(i).field("body").orElseThrow().asString());
                case Delivery.Changes changes -> assertThat(changes.events()).isNotEmpty();
            }
        }
    }

    private static List<JsonNode> sent(InvocationRequest request, JsonNode document) {
        if (request instanceof SourceLookRequest) {
            return List.of();
        }
        return document.field(request instanceof BatchJobRequest ? "tasks" : "Records")
                .filter(records -> !records.isNull())
                .map(JsonNode::asArray)
                .orElse(List.of(document));
    }

    /** Where the body is a notification, another parser and the JDK's decoder find the same objects in it. */
    private static void checkAsOthersRead(Delivery.Changes changes, String body) {
        parsed(body.getBytes(StandardCharsets.UTF_8))
                .flatMap(notification -> notification.field("Records"))
                .filter(JsonNode::isArray)
                .ifPresent(records -> assertThat(changes.events())
                        .extracting(ChangeEvent::key)
                        .isEqualTo(records.asArray().stream()
                                .map(EventReaderProperties::key)
                                .toList()));
    }

    private static String key(JsonNode notified) {
        return URLDecoder.decode(
                notified.field("s3")
                        .flatMap(s3 -> s3.field("object"))
                        .flatMap(object -> object.field("key"))
                        .orElseThrow()
                        .asString(),
                StandardCharsets.UTF_8);
    }

    private static void checkAnswer(InvocationRequest request) throws IOException {
        List<DeliveryResult> results = new ArrayList<>();
        for (Delivery delivery : request.deliveries()) {
            results.add(
                    delivery instanceof Delivery.Unreadable unreadable
                            ? new DeliveryResult.Failed(unreadable.reason())
                            : new DeliveryResult.Done("copied"));
        }
        List<String> failed = IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof DeliveryResult.Failed)
                .mapToObj(i -> request.deliveries().get(i).id())
                .distinct()
                .toList();
        boolean throwing = request instanceof DirectRequest ? !failed.isEmpty() : failed.contains("");
        if (throwing && !(request instanceof BatchJobRequest)) {
            assertThatExceptionOfType(ReplicationFailedException.class).isThrownBy(() -> answer(request, results));
            return;
        }
        JsonNode answer = answer(request, results);
        switch (request) {
            case DirectRequest direct -> assertThat(answer.isNull()).isTrue();
            case SourceLookRequest look -> assertThat(answer.isNull()).isTrue();
            case QueueRequest queue -> assertThat(identifiers(answer)).isEqualTo(failed);
            case BatchJobRequest job -> {
                assertThat(codes(answer)).hasSameSizeAs(results);
                for (int i = 0; i < results.size(); i++) {
                    assertThat(codes(answer).get(i))
                            .isEqualTo(
                                    results.get(i) instanceof DeliveryResult.Done ? "Succeeded" : "PermanentFailure");
                }
            }
        }
    }

    /** Empty for what the other parser refuses: half of a surrogate pair in a name that nothing here looks at. */
    private static Optional<JsonNode> parsed(byte[] json) {
        try {
            return Optional.of(JsonNode.parser().parse(json));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode answer(InvocationRequest request, List<DeliveryResult> results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.answer(results, out);
        return JsonNode.parser().parse(out.toString(StandardCharsets.UTF_8));
    }

    private static List<String> identifiers(JsonNode answer) {
        return answer.field("batchItemFailures").orElseThrow().asArray().stream()
                .map(failure -> failure.field("itemIdentifier").orElseThrow().asString())
                .toList();
    }

    private static List<String> codes(JsonNode answer) {
        return answer.field("results").orElseThrow().asArray().stream()
                .map(result -> result.field("resultCode").orElseThrow().asString())
                .toList();
    }
}
