package org.allowput.sandbox.simulation;

import java.time.Duration;

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
