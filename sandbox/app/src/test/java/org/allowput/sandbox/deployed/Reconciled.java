package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.command.CommandProcess;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Objects that no event notified of, in a deployment that writes receipts.
 *
 * @param prefix of their keys in the source bucket, all of which are copied
 * @param targetPrefix of the same in the target bucket
 */
record Reconciled(Sandbox sandbox, String prefix, String targetPrefix) {
    private static final int NOTIFIED = 20;
    /** With the stale ones several batches of SQS, the last of them not full. */
    private static final int UNTOLD = 45;

    /** Missing and stale ones are listed, sent to the queue by command, and then arrive. */
    void whatIsMissingOrStaleIsFoundSentAgainAndArrives() {
        List<String> notified =
                IntStream.range(0, NOTIFIED).mapToObj(i -> "notified " + i).toList();
        notified.forEach(key -> put(key, "first"));
        Eventually.until(
                Buckets.TIMEOUT, "receipts of all", () -> compare().number("copied"), copied -> copied == NOTIFIED);
        assertThat(compare().status()).isZero();

        List<String> stale = notified.subList(0, NOTIFIED / 2);
        List<String> missing =
                IntStream.range(0, UNTOLD).mapToObj(i -> "日本 +%2F" + i).toList();
        new LostEvents(sandbox).during(() -> {
            stale.forEach(key -> put(key, "second"));
            missing.forEach(key -> put(key, "first"));
        });

        Answer found = compare();
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.keys("stale")).containsExactlyInAnyOrderElementsOf(named(stale));
        assertThat(found.keys("missing")).containsExactlyInAnyOrderElementsOf(named(missing));
        assertThat(found.number("copied")).isEqualTo(NOTIFIED / 2);
        assertThat(run("--grace", "15m").number("tooYoung")).isEqualTo(NOTIFIED + UNTOLD);

        assertThat(run("--grace", "0s", "--requeue", "--yes").number("sentToQueue"))
                .isEqualTo(NOTIFIED / 2 + UNTOLD);
        Eventually.until(Buckets.TIMEOUT, "nothing is missing", this::compare, now -> now.status() == 0);
        assertThat(compare().number("copied")).isEqualTo(NOTIFIED + UNTOLD);
        stale.forEach(key -> assertThat(inTarget(key)).isEqualTo("second"));
        missing.forEach(key -> assertThat(inTarget(key)).isEqualTo("first"));
    }

    private void put(String name, String content) {
        sandbox.source()
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.sourceBucket()).key(prefix + name),
                        RequestBody.fromString(content));
    }

    private String inTarget(String name) {
        return sandbox.target()
                .s3()
                .getObjectAsBytes(
                        request -> request.bucket(sandbox.targetBucket()).key(targetPrefix + name))
                .asUtf8String();
    }

    private List<String> named(List<String> names) {
        return names.stream().map(name -> prefix + name).toList();
    }

    private Answer compare() {
        return run("--grace", "0s");
    }

    private Answer run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("reconcile", "--json", "--prefix", prefix));
        arguments.addAll(List.of(options));
        try {
            CommandProcess.Finished finished = new CommandProcess(sandbox).run(arguments.toArray(String[]::new));
            Map<String, Object> answer = new LinkedHashMap<>();
            for (String line : finished.output().lines().toList()) {
                answer.putAll(JSON.std.mapFrom(line));
            }
            return new Answer(finished.status(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Answer(int status, Map<String, Object> json) {
        long number(String name) {
            return json.get(name) instanceof Number number ? number.longValue() : -1;
        }

        List<String> keys(String what) {
            List<String> keys = new ArrayList<>();
            if (json.get("findings") instanceof List<?> findings) {
                for (Object finding : findings) {
                    if (finding instanceof Map<?, ?> named && what.equals(named.get("what"))) {
                        keys.add(String.valueOf(named.get("key")));
                    }
                }
            }
            return keys;
        }
    }
}
