package org.allowput.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A host in a process of its own, for tests of its end: its log goes to standard output. */
final class ProbeHostProcess {

    private ProbeHostProcess() {}

    /**
     * Invokes the function with the second argument as event, in a folder that is the first; then waits to be ended.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ProbeFunction probe = new ProbeFunction().deploy(ProbeFunction.version("1", Map.of()));
        LambdaHost host = LambdaHost.start(
                probe.settings(Path.of(arguments[0])).withLog(event -> System.out.println(event.message())), 0);
        host.invoke("live", arguments[1]);
        new CountDownLatch(1).await();
    }
}
