package org.allowput.lambda.copy;

import static org.allowput.lambda.copy.CopyStep.ASSUME;
import static org.allowput.lambda.copy.CopyStep.BEGIN;
import static org.allowput.lambda.copy.CopyStep.COMPLETE;
import static org.allowput.lambda.copy.CopyStep.LOOK;
import static org.allowput.lambda.copy.CopyStep.OPEN;
import static org.allowput.lambda.copy.CopyStep.READ;
import static org.allowput.lambda.copy.CopyStep.WRITE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.allowput.emulator.proxy.Fault;

/**
 * A row of the fault matrix.
 *
 * @param label what happens
 * @param step where
 * @param fault how it is done, given the source object that it may change
 * @param methods what it can happen to
 */
record FaultCase(String label, CopyStep step, FaultFactory fault, Set<UploadMethod> methods) {
    /** FaultFactory long a request waits at most in the matrix, and how long one is kept waiting. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private static final String SILENCE = "no answer in time";
    private static final List<CopyStep> ALL = List.of(OPEN, READ, LOOK, WRITE, BEGIN, COMPLETE);

    /** Makes the fault for one object. */
    @FunctionalInterface
    interface FaultFactory {
        Fault create(ChangingSource source);
    }

    /** Whether it takes the time that a request waits. */
    boolean isSilence() {
        return label.equals(SILENCE);
    }

    /** All of them, by the steps of a copy. */
    static List<FaultCase> all() {
        List<FaultCase> all = new ArrayList<>();
        for (CopyStep step : ALL) {
            for (Fault.Answer answer : List.of(
                    new Fault.Answer(500, "InternalError"),
                    new Fault.Answer(503, "SlowDown"),
                    new Fault.Answer(429, "TooManyRequests"),
                    new Fault.Answer(409, "OperationAborted"),
                    new Fault.Answer(400, "RequestTimeout"),
                    new Fault.Answer(400, "ExpiredToken"),
                    new Fault.Answer(403, "AccessDenied"))) {
                all.add(always(answer.status() + " " + answer.code(), step, answer));
            }
            all.add(always("connection breaks before the request", step, new Fault.DropBefore()));
            all.add(always("connection breaks instead of the answer", step, new Fault.DropAfter()));
            all.add(always(SILENCE, step, new Fault.Delay(ANSWER_TIMEOUT.multipliedBy(3))));
        }
        all.add(always("404 NoSuchBucket", OPEN, new Fault.Answer(404, "NoSuchBucket")));
        all.add(always("404 NoSuchBucket", WRITE, new Fault.Answer(404, "NoSuchBucket")));
        all.add(always("200 with an error inside", COMPLETE, new Fault.ErrorInside("InternalError")));
        all.add(only(UploadMethod.ONE_PUT, "answer cut within the body", OPEN, new Fault.CutResponse(500)));
        all.add(always("answer cut within the body", READ, new Fault.CutResponse(500)));
        all.add(always("request cut within the body", WRITE, new Fault.CutRequest(500)));
        all.add(only(UploadMethod.ONE_PUT, "a bit changes in the answer", OPEN, new Fault.FlipResponse(500)));
        all.add(always("a bit changes in the answer", READ, new Fault.FlipResponse(500)));
        all.add(always("a bit changes in the request", WRITE, new Fault.FlipRequest(500)));
        for (CopyStep step : List.of(READ, WRITE, LOOK)) {
            all.add(during("source overwritten just before", step, ChangingSource::overwrite));
            all.add(during("source given other metadata just before", step, ChangingSource::describe));
            all.add(during("source deleted just before", step, ChangingSource::delete));
        }
        all.add(always("403 AccessDenied", ASSUME, new Fault.Answer(403, "AccessDenied")));
        all.add(always("403 ExpiredToken", ASSUME, new Fault.Answer(403, "ExpiredToken")));
        all.add(always("500 InternalFailure", ASSUME, new Fault.Answer(500, "InternalFailure")));
        all.add(always("connection breaks instead of the answer", ASSUME, new Fault.DropAfter()));
        return all.stream().sorted(Comparator.comparing(FaultCase::step)).toList();
    }

    private static FaultCase always(String label, CopyStep step, Fault fault) {
        return new FaultCase(label, step, ignored -> fault, EnumSet.allOf(UploadMethod.class));
    }

    private static FaultCase only(UploadMethod method, String label, CopyStep step, Fault fault) {
        return new FaultCase(label, step, ignored -> fault, Set.of(method));
    }

    private static FaultCase during(String label, CopyStep step, Consumer<ChangingSource> event) {
        return new FaultCase(
                label,
                step,
                source -> new Fault.RunFirst(() -> event.accept(source)),
                EnumSet.allOf(UploadMethod.class));
    }
}
