package org.allowput.lambda;

import java.io.IOException;
import org.allowput.emulator.testing.InvocationContext;

/**
 * A process of its own that handles one event as Lambda would let it: the handler with its own clients and environment
 * variables, the event from standard input, the log lines and then the answer to standard output.
 */
final class InvocationProcess {
    private InvocationProcess() {}

    public static void main(String[] arguments) throws IOException {
        new ReplicationHandler()
                .handleRequest(System.in, System.out, InvocationContext.context("request-1", () -> 120_000));
        System.out.println();
    }
}
