package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.emulator.local.Unchecked;

/**
 * A job of S3 Batch Operations that copies all objects of a manifest: it invokes the function for each, and again while
 * the answer is that the failure is temporary.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke AWS Lambda
 *     function</a>
 */
final class Backfill {
    /** What it tries for less than an hour. S3 does not document how often it does. */
    private static final int MOST_TRIES = 50;

    private final Cloud cloud;
    private final SimulatedLambda function;
    private int running;

    Backfill(Cloud cloud, SimulatedLambda function) {
        this.cloud = cloud;
        this.function = function;
    }

    void run(List<String> keys) {
        for (String key : keys) {
            running++;
            cloud.time.start("backfill", () -> {
                runTask(key);
                running--;
            });
        }
    }

    /** Whether a task is still tried: until then its object may be an older one in the target. */
    boolean isRunning() {
        return running > 0;
    }

    private void runTask(String key) {
        for (int tries = 0; tries < MOST_TRIES && !cloud.time.isOver(); tries++) {
            SimulatedLambda.Result result = function.invoke(event(key));
            if (!result.isError()) {
                Map<?, ?> answer = answer(Objects.requireNonNull(result.response()));
                cloud.journal.write(
                        "backfill", key + " " + answer.get("resultCode") + ": " + answer.get("resultString"));
                if (!"TemporaryFailure".equals(answer.get("resultCode"))) {
                    return;
                }
            } else {
                // S3 tries a task again when it wants: docs/guarantees.md promises nothing if that is too soon.
                cloud.lateEffects.bringForward(result.process());
            }
            cloud.time.sleep(Duration.ofMinutes(1));
        }
    }

    private static byte[] event(String key) {
        return """
            {"invocationSchemaVersion": "2.0", "invocationId": "invocation",
             "job": {"id": "e5b1c3a0-0000-0000-0000-000000000001"},
             "tasks": [{"taskId": "task", "s3Bucket": "%s", "s3Key": "%s"}]}
            """.formatted(SimulatedDeployment.SOURCE, key).getBytes(UTF_8);
    }

    private static Map<?, ?> answer(byte[] response) {
        List<?> results = (List<?>) Objects.requireNonNull(
                Unchecked.get(() -> JSON.std.mapFrom(response)).get("results"));
        return (Map<?, ?>) results.getFirst();
    }
}
