package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.allowput.lambda.copy.UploadMethod.PARTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.failure.Failure;

/**
 * A fault in a request that only the copy of an object with a required tag makes.
 *
 * @param step the request, before which nothing has become an object of the target
 * @param fault what happens to it
 * @param method how the object goes to the target
 * @param state the object's tag when the fault is over
 * @param always whether the request suffers it each time
 */
record TagFault(Step step, Fault fault, UploadMethod method, State state, boolean always) {
    private static final CopyOptions OPTIONS =
            CopySamples.inOrder(Selection.parse("[{\"requiredTag\":\"scan=clean\"}]"));

    /** The requests, by their place in a copy. */
    enum Step {
        TAGS,
        LOOK_BEFORE_COMPLETION,
        TAGS_BEFORE_COMPLETION;

        private boolean isOfTags() {
            return this == TAGS || this == TAGS_BEFORE_COMPLETION;
        }

        private boolean isLate() {
            return this == LOOK_BEFORE_COMPLETION || this == TAGS_BEFORE_COMPLETION;
        }

        private Predicate<ProxiedRequest> request(String key, FaultProxy proxy) {
            Predicate<ProxiedRequest> request =
                    CopyFixture.of(isOfTags() ? Operation.GET_TAGS : Operation.HEAD, SOURCE, key);
            return isLate() ? request.and(ignored -> parts(key, proxy) > 0) : request;
        }

        private static int parts(String key, FaultProxy proxy) {
            return proxy.requests(CopyFixture.of(Operation.PUT_PART, TARGET, key))
                    .size();
        }
    }

    /** Of an object, by the value of its tag. */
    enum State {
        CLEARED("clean"),
        REFUSED("dirty"),
        WAITING("");

        private final String value;

        State(String value) {
            this.value = value;
        }
    }

    /** All that take another path: an object that is not cleared is never copied, so only one fault that passes. */
    static List<TagFault> all() {
        List<TagFault> all = new ArrayList<>();
        for (Step step : Step.values()) {
            UploadMethod method = step.isLate() ? PARTS : UploadMethod.ONE_PUT;
            for (Fault fault : faults(step)) {
                all.add(new TagFault(step, fault, method, State.CLEARED, false));
                // What is waited for takes no other path than a connection that breaks.
                if (!(fault instanceof Fault.Delay)) {
                    all.add(new TagFault(step, fault, method, State.CLEARED, true));
                    all.add(new TagFault(step, fault, method, State.REFUSED, false));
                    if (!step.isLate()) {
                        all.add(new TagFault(step, fault, method, State.WAITING, false));
                    }
                }
            }
        }
        return all;
    }

    private static List<Fault> faults(Step step) {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault.Answer(500, "InternalError"),
                new Fault.Answer(409, "OperationAborted"),
                new Fault.Answer(403, "AccessDenied")));
        if (step.isOfTags()) {
            faults.add(new Fault.CutResponse(20));
        }
        if (!step.isLate()) {
            faults.addAll(List.of(
                    new Fault.Delay(FaultCase.ANSWER_TIMEOUT.multipliedBy(2)),
                    new Fault.Answer(503, "SlowDown"),
                    new Fault.Answer(429, "TooManyRequests"),
                    new Fault.Answer(400, "RequestTimeout"),
                    new Fault.Answer(400, "ExpiredToken"),
                    new Fault.DropBefore(),
                    new Fault.DropAfter()));
        }
        return faults;
    }

    /** Copies a new object with that key while it happens, and again when it is over. */
    void check(CopyFixture fixture, String key) {
        ChangingSource source = ChangingSource.like(method, fixture, key);
        try (FaultProxy proxy = fixture.anotherProxy()) {
            if (step.isLate()) {
                source.tag(State.CLEARED.value);
                proxy.once(
                        CopyFixture.of(Operation.BEGIN_UPLOAD, TARGET, key),
                        new Fault.RunFirst(() -> source.tag(state.value)));
            } else {
                source.tag(state.value);
            }
            Predicate<ProxiedRequest> where = step.request(key, proxy);
            if (always) {
                proxy.always(where, fault);
            } else {
                proxy.once(where, fault);
            }

            CopyResult first = copy(fixture, proxy, key);
            assertThat(proxy.requests(where)).as("requests with the fault").isNotEmpty();
            boolean returned = first instanceof Outcome.Failed(Failure failure)
                    && failure.cause().retryable();
            if (always) {
                assertThat(returned).as("returned to the queue: %s", first).isTrue();
            }
            assertThat(written(proxy, key))
                    .as("objects written, of which came %s", first)
                    .isEqualTo(first instanceof Outcome.Copied ? 1 : 0);
            proxy.reset();

            CopyResult last = returned ? copy(fixture, proxy, key) : first;
            assertThat(last)
                    .as("after %s", first)
                    .isInstanceOf(
                            switch (state) {
                                case CLEARED -> Outcome.Copied.class;
                                case REFUSED -> Outcome.Refused.class;
                                case WAITING -> Outcome.Waiting.class;
                            });
            if (state == State.CLEARED) {
                source.check(last);
            } else {
                assertThat(source.isCopied()).isFalse();
            }
            if (returned) {
                assertThat(written(proxy, key)).isEqualTo(state == State.CLEARED ? 1 : 0);
            }
        }
    }

    private CopyResult copy(CopyFixture fixture, FaultProxy proxy, String key) {
        Duration timeout = fault instanceof Fault.Delay ? FaultCase.ANSWER_TIMEOUT : Duration.ofSeconds(30);
        try (CopyFixture.ConnectedCopier copy = fixture.copyBehind(proxy, OPTIONS, timeout)) {
            return copy.replicate(key, key, CopySamples.LATER);
        }
    }

    /** Requests after which the target has an object. */
    private static int written(FaultProxy proxy, String key) {
        return proxy.requests(CopyFixture.of(Operation.PUT, TARGET, key)
                        .or(CopyFixture.of(Operation.COMPLETE_UPLOAD, TARGET, key)))
                .size();
    }
}
