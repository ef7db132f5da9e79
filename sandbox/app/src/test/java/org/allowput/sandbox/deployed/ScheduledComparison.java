package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFunctions;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The function of {@code reconcile.schedule} as it is deployed. The test invokes it in the place of the schedule. */
record ScheduledComparison(Sandbox sandbox) {
    private static final Pattern COMPARED =
            Pattern.compile("'message':'compared','copied':(\\d+),'missing':(\\d+),'stale':(\\d+)".replace('\'', '"'));

    private record Counts(int copied, int missing, int stale) {}

    /** In a deployment where nothing else is missing, and nothing is young enough to wait for. */
    void anObjectWhoseEventWasLostIsCountedAndSentAgain(String key) {
        int copied = first().copied();
        assertThat(copied).isPositive();
        new LostEvents(sandbox).during(() -> new CopiedObjects(sandbox).put(key));

        List<String> log = invoke();

        assertThat(counts(log)).isEqualTo(new Counts(copied, 1, 0));
        assertThat(log)
                .anyMatch(line -> line.startsWith("{\"message\":\"missing\",\"sourceKey\":\"" + key + "\""))
                .anyMatch(line -> line.contains("\"Namespace\":\"AllowPutToS3\"")
                        && line.contains("\"ObjectsMissing\":1,\"ObjectsStale\":0"))
                .anyMatch(line -> line.contains("sent to the queue"));
        Eventually.until(
                Buckets.TIMEOUT,
                "nothing is missing",
                () -> counts(invoke()),
                now -> now.equals(new Counts(copied + 1, 0, 0)));
    }

    /**
     * The counts of the first invocation, which starts the environment of the others. Unlike the function of the copy,
     * this one states no owner of a bucket.
     */
    private Counts first() {
        Path settings = sandbox.stateDirectory().resolve("functions.json");
        String ofAll = Unchecked.get(() -> Files.readString(settings));
        SandboxFunctions.of(
                        Checkout.current(),
                        sandbox.emulator().address(),
                        sandbox.strict(),
                        Map.of("GRACE_MINUTES", "0"),
                        sandbox.functionLog())
                .write(Checkout.current(), sandbox.stateDirectory());
        try {
            return counts(invoke());
        } finally {
            PrivateFiles.write(settings, ofAll);
        }
    }

    private static Counts counts(List<String> log) {
        return log.stream()
                .map(COMPARED::matcher)
                .filter(Matcher::find)
                .map(found -> new Counts(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3))))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", log)));
    }

    /** Gives what it logged. */
    private List<String> invoke() {
        GrowingFile log = new GrowingFile(sandbox.functionLog());
        log.newLines();
        InvokeResponse answer = sandbox.source()
                .lambda()
                .invoke(request -> request.functionName(sandbox.output(StackOutput.RECONCILE_FUNCTION_NAME)));
        List<String> lines =
                log.newLines().stream().map(line -> line.split(" ", 3)[2]).toList();
        assertThat(answer.functionError()).as(String.join("\n", lines)).isNull();
        return lines;
    }
}
