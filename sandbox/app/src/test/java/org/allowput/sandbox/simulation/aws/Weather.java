package org.allowput.sandbox.simulation.aws;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong. */
public interface Weather {
    /** Nothing does. */
    Weather FINE = new Weather() {};

    /** What becomes of a request. */
    sealed interface Fate {
        record Answered() implements Fate {}

        record Refused(int status, String code) implements Fate {}

        /** The connection breaks before it arrives. */
        record Lost() implements Fate {}

        /** It takes effect after that time, and its sender gets no answer. */
        record Unanswered(Duration effect) implements Fate {}

        /** It is answered, after that time. */
        record Slow(Duration time) implements Fate {}

        /** It is answered, and the connection breaks in the middle of the answer's body. */
        record Broken() implements Fate {}

        /** A bit of the object changes on its way. */
        record Changed() implements Fate {}

        /** The process has no memory left for it. */
        record OutOfMemory() implements Fate {}
    }

    /** What becomes of a request of a process. */
    default Fate fate(String process, HttpCall call) {
        return new Fate.Answered();
    }

    /** What becomes of a request whose sender has died: when it takes effect, if it does. */
    default Optional<Duration> effectAfterDeath(HttpCall call) {
        return Optional.empty();
    }

    /** How long after the beginning of an invocation its environment is killed, if it is. */
    default Optional<Duration> death() {
        return Optional.empty();
    }

    /** Whether Lambda itself refuses an invocation, with that error. */
    default Optional<String> invocationError() {
        return Optional.empty();
    }
}
