package org.allowput.lambda.copy;

import static org.allowput.lambda.copy.Place.ASSUME;
import static org.allowput.lambda.copy.Place.BEGIN;
import static org.allowput.lambda.copy.Place.COMPLETE;
import static org.allowput.lambda.copy.Place.LOOK;
import static org.allowput.lambda.copy.Place.OPEN;
import static org.allowput.lambda.copy.Place.READ;
import static org.allowput.lambda.copy.Place.WRITE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.allowput.emulator.fault.Fault;

/**
 * A row of the fault matrix.
 *
 * @param label what happens
 * @param place where
 * @param fault how it is done, given the source object that it may change
 * @param shapes what it can happen to
 */
record Peril(String label, Place place, How fault, Set<Shape> shapes) {
    /** How long a request waits at most in the matrix, and how long one is kept waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String SILENCE = "no answer in time";
    private static final List<Place> ALL = List.of(OPEN, READ, LOOK, WRITE, BEGIN, COMPLETE);

    /** Makes the fault for one object. */
    @FunctionalInterface
    interface How {
        Fault on(ChangingSource source);
    }

    /** Whether it takes the time that a request waits. */
    boolean isSilence() {
        return label.equals(SILENCE);
    }

    /** All of them, by the steps of a copy. */
    static List<Peril> all() {
        List<Peril> all = new ArrayList<>();
        for (Place place : ALL) {
            for (Fault.Answer answer : List.of(
                    new Fault.Answer(500, "InternalError"),
                    new Fault.Answer(503, "SlowDown"),
                    new Fault.Answer(429, "TooManyRequests"),
                    new Fault.Answer(409, "OperationAborted"),
                    new Fault.Answer(400, "RequestTimeout"),
                    new Fault.Answer(400, "ExpiredToken"),
                    new Fault.Answer(403, "AccessDenied"))) {
                all.add(always(answer.status() + " " + answer.code(), place, answer));
            }
            all.add(always("connection breaks before the request", place, new Fault.DropBefore()));
            all.add(always("connection breaks instead of the answer", place, new Fault.DropAfter()));
            all.add(always(SILENCE, place, new Fault.Delay(PATIENCE.multipliedBy(3))));
        }
        all.add(always("404 NoSuchBucket", OPEN, new Fault.Answer(404, "NoSuchBucket")));
        all.add(always("404 NoSuchBucket", WRITE, new Fault.Answer(404, "NoSuchBucket")));
        all.add(always("200 with an error inside", COMPLETE, new Fault.ErrorInside("InternalError")));
        all.add(only(Shape.ONE_PUT, "answer cut within the body", OPEN, new Fault.CutResponse(500)));
        all.add(always("answer cut within the body", READ, new Fault.CutResponse(500)));
        all.add(always("request cut within the body", WRITE, new Fault.CutRequest(500)));
        all.add(only(Shape.ONE_PUT, "a bit changes in the answer", OPEN, new Fault.FlipResponse(500)));
        all.add(always("a bit changes in the answer", READ, new Fault.FlipResponse(500)));
        all.add(always("a bit changes in the request", WRITE, new Fault.FlipRequest(500)));
        for (Place place : List.of(READ, WRITE, LOOK)) {
            all.add(meanwhile("source overwritten just before", place, ChangingSource::overwrite));
            all.add(meanwhile("source given other metadata just before", place, ChangingSource::describe));
            all.add(meanwhile("source deleted just before", place, ChangingSource::delete));
        }
        all.add(always("403 AccessDenied", ASSUME, new Fault.Answer(403, "AccessDenied")));
        all.add(always("403 ExpiredToken", ASSUME, new Fault.Answer(403, "ExpiredToken")));
        all.add(always("500 InternalFailure", ASSUME, new Fault.Answer(500, "InternalFailure")));
        all.add(always("connection breaks instead of the answer", ASSUME, new Fault.DropAfter()));
        return all.stream().sorted(Comparator.comparing(Peril::place)).toList();
    }

    private static Peril always(String label, Place place, Fault fault) {
        return new Peril(label, place, ignored -> fault, EnumSet.allOf(Shape.class));
    }

    private static Peril only(Shape shape, String label, Place place, Fault fault) {
        return new Peril(label, place, ignored -> fault, Set.of(shape));
    }

    private static Peril meanwhile(String label, Place place, Consumer<ChangingSource> event) {
        return new Peril(
                label, place, source -> new Fault.Meanwhile(() -> event.accept(source)), EnumSet.allOf(Shape.class));
    }
}
