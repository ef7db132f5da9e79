package org.allowput.sandbox.soak;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.emulator.fault.Request.Operation;

/** One request of twenty fails, of every kind and in several ways, some of which the SDK does not retry. */
final class FailingRequests implements Function<Request, Optional<Fault>> {
    private static final int ONE_OF = 20;
    private static final List<Fault> FAULTS = List.of(
            new Fault.Answer(500, "InternalError"),
            new Fault.Answer(503, "SlowDown"),
            new Fault.Answer(409, "OperationAborted"),
            new Fault.DropBefore(),
            new Fault.DropAfter());

    private final Random random;
    private int failed;

    FailingRequests(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized Optional<Fault> apply(Request request) {
        if (request.operation() == Operation.OTHER || random.nextInt(ONE_OF) > 0) {
            return Optional.empty();
        }
        return Optional.of(FAULTS.get(failed++ % FAULTS.size()));
    }

    synchronized int failed() {
        return failed;
    }
}
