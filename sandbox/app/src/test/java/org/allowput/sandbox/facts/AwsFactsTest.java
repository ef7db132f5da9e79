package org.allowput.sandbox.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.json.JsonObject;
import org.allowput.emulator.strict.S3Request;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.EventReader;
import org.allowput.lambda.events.InvocationRequest;
import org.allowput.lambda.failure.AssumeRoleException;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.sandbox.contract.SynthesizedTemplate;
import org.allowput.sandbox.facts.AwsFacts.Fact;
import org.allowput.sandbox.facts.AwsFacts.RecordedAnswer;
import org.allowput.sandbox.facts.AwsFacts.RecordedError;
import org.allowput.sandbox.facts.AwsFacts.RecordedEvent;
import org.allowput.sandbox.facts.AwsFacts.RecordedTaskError;
import org.allowput.sandbox.facts.AwsFacts.RefusedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Each fact that others recorded on AWS, read by the SDK and then by the code that decides by it: the function, the
 * definition of the workflow, and the strict S3 where it is the one that answers.
 */
class AwsFactsTest {
    private static final String OWNER = "111111111111";
    private static final SynthesizedTemplate TEMPLATE = SynthesizedTemplate.read("source");

    static Stream<RecordedError> errors() {
        return AwsFacts.TABLE.errors().stream();
    }

    static Stream<RecordedError> refusedRequests() {
        return errors().filter(fact -> fact.request() != null);
    }

    static Stream<RecordedAnswer> answers() {
        return AwsFacts.TABLE.answers().stream();
    }

    static Stream<RecordedEvent> events() {
        return AwsFacts.TABLE.events().stream();
    }

    static Stream<RecordedTaskError> taskErrors() {
        return AwsFacts.TABLE.taskErrors().stream();
    }

    @Test
    void everyFactNamesItsRecording() {
        assertThat(AwsFacts.TABLE.all()).hasSizeGreaterThanOrEqualTo(120).allSatisfy(fact -> {
            assertThat(fact.recording()).matches("tests/aws/services/.+\\.snapshot\\.json");
            assertThat(fact.test()).startsWith("test_");
            assertThat(fact.recorded()).matches("20\\d\\d-\\d\\d-\\d\\d");
        });
        assertThat(AwsFacts.TABLE.all().map(Fact::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsWhatItWasOnAws(RecordedError fact) {
        AnsweredRequest request = AnsweredRequest.refused(fact);
        if ("gone".equals(fact.is())) {
            assertThat(request.send(fact.operation())).isEqualTo(Optional.empty());
            return;
        }
        RuntimeException thrown = catchThrowableOfType(RuntimeException.class, () -> request.send(fact.operation()));
        if ("exists already".equals(fact.is())) {
            assertThat(thrown).isInstanceOf(ExecutionAlreadyExistsException.class);
            return;
        }

        Throwable failure = fact.operation().equals("AssumeRole")
                ? new AssumeRoleException("role", () -> "caller", (SdkException) thrown)
                : AnsweredRequest.onItsSide(fact, thrown);
        assertThat(FailureClassifier.of(failure).cause().name()).isEqualTo(fact.cause());
        assertThat(FailureClassifier.targetExists(failure)).isEqualTo("exists".equals(fact.is()));
        assertThat(FailureClassifier.isLostUpload(failure)).isEqualTo("lost upload".equals(fact.is()));
        assertThat(FailureClassifier.isCorrupted(failure)).isEqualTo("corrupted".equals(fact.is()));
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void theStrictS3RefusesWhatAwsRefused(RecordedError fact) {
        RefusedRequest refused = Objects.requireNonNull(fact.request());
        Map<String, String> headers = new HashMap<>(Map.of("x-amz-expected-bucket-owner", OWNER));
        headers.putAll(refused.headers());

        assertThat(StrictS3.withoutPolicies(Map.of("target", OWNER))
                        .refuse(S3Request.of(refused.method(), "target", refused.key(), refused.query(), headers)))
                .hasValueSatisfying(refusal -> assertThat(refusal.status() + " " + refusal.code())
                        .isEqualTo(fact.status() + " " + fact.code()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerSaysWhatItSaidOnAws(RecordedAnswer fact) {
        assertThat(fact.demands()).isNotEmpty();
        assertThat(AnsweredRequest.answered(fact).read(fact)).containsAllEntriesOf(fact.demands());
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventSaysWhatItSaidOnAws(RecordedEvent fact) throws Exception {
        Map<String, Object> demands = fact.demands();
        Map<String, Object> document = fact.document();
        if (demands.containsKey("deadLetter")) {
            assertThat(isInterrupted(document)).isEqualTo(demands.get("deadLetter"));
        } else if (demands.containsKey("format")) {
            assertThat(MessageParser.Format.of(json(document)).name()).isEqualTo(demands.get("format"));
        } else if (demands.containsKey("received")) {
            assertThat(invocation(document).messages()).singleElement().satisfies(message -> {
                assertThat(message.id()).isEqualTo(demands.get("id"));
                assertThat(message.received()).isEqualTo(demands.get("received"));
                assertThat(message.earlier()).isEqualTo(demands.getOrDefault("earlier", 0));
            });
        } else if (demands.containsKey("delivered")) {
            assertThat(invocation(document).deliveries())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Delivery.Changes.class,
                            delivery -> assertThat(delivery.events())
                                    .extracting(event -> event.kind().name())
                                    .containsExactly(String.valueOf(demands.get("delivered"))));
        } else {
            boolean inRecords = fact.event().startsWith("S3 notification ");
            assertThat(MessageParser.read(json(inRecords ? Map.of("Records", List.of(document)) : document)))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event)
                                .extracting(ChangeEvent::kind)
                                .hasToString(String.valueOf(demands.get("kind")));
                        assertThat(event.key()).isEqualTo(demands.get("key"));
                        assertThat(event.time()).isNotNull();
                    });
        }
    }

    /** An invocation that delivers this record. */
    private static InvocationRequest invocation(Map<String, Object> entry) throws IOException {
        return EventReader.read(new ByteArrayInputStream(
                JSON.std.asString(Map.of("Records", List.of(entry))).getBytes(UTF_8)));
    }

    private static JsonObject json(Map<String, Object> document) throws Exception {
        return JsonObject.parse(JSON.std.asString(document));
    }

    /**
     * An error of a task that {@code States.ALL} catches is caught in each state, or it ends in the last one. One that
     * it does not catch ends the execution: the rule of interrupted executions sends its event.
     */
    @ParameterizedTest
    @MethodSource("taskErrors")
    void anErrorOfATaskLosesNoEvent(RecordedTaskError fact) {
        assertThat(RecordedStates.tasks(TEMPLATE.workflow(), fact.resource()))
                .isNotEmpty()
                .allSatisfy((name, state) -> {
                    if (fact.caught()) {
                        assertThat(RecordedStates.retriesOf(state, fact.taskError()))
                                .as("retries in %s", name)
                                .isPositive();
                    }
                    if (!fact.caught() || !RecordedStates.catches(state)) {
                        assertThat(isInterrupted(
                                        Map.of("detail", Map.of("status", "FAILED", "error", fact.taskError()))))
                                .as("%s ends the execution in %s", fact.taskError(), name)
                                .isTrue();
                    }
                });
    }

    private static boolean isInterrupted(Map<String, Object> event) {
        Map<?, ?> rule = TEMPLATE.properties("AWS::Events::Rule", "LargeObjectsInterrupted")
                .findFirst()
                .orElseThrow();
        return RecordedStates.matches(rule, (Map<?, ?>) Objects.requireNonNull(event.get("detail")));
    }
}
