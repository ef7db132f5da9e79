package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs checks one after another and keeps their results. A check that only AWS can answer also runs in an emulator
 * where it can, so that its code is tested; its verdict there is {@link CheckResult.Verdict#NOT_ANSWERED} in any case.
 */
public final class Checks {
    private final boolean onAws;
    private final Consumer<CheckResult> listener;
    private final List<CheckResult> results = new CopyOnWriteArrayList<>();

    /**
     * No results yet.
     *
     * @param listener is called when a check has ended
     */
    public Checks(boolean onAws, Consumer<CheckResult> listener) {
        this.onAws = onAws;
        this.listener = listener;
    }

    /** A check that AWS and the emulator answer. */
    public void check(String name, String expected, Callable<Observation> probe) {
        run(name, expected, "", probe);
    }

    /**
     * A check that only AWS answers.
     *
     * @param difference what the emulator does instead
     */
    public void onAws(String name, String expected, String difference, Callable<Observation> probe) {
        run(name, expected, difference, probe);
    }

    /** A check that only AWS answers, and that cannot run in an emulator at all. */
    public void onAwsOnly(String name, String expected, String difference, Callable<Observation> probe) {
        run(name, expected, difference, onAws ? probe : () -> new Observation(false, "not tried"));
    }

    private void run(String name, String expected, String difference, Callable<Observation> probe) {
        long start = System.nanoTime();
        Observation seen;
        try {
            seen = probe.call();
        } catch (SdkException | OperationException e) {
            seen = new Observation(false, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            seen = new Observation(false, e.toString());
        }
        boolean answered = onAws || difference.isEmpty();
        CheckResult.Verdict verdict = seen.asExpected() ? CheckResult.Verdict.PASSED : CheckResult.Verdict.FAILED;
        CheckResult result = new CheckResult(
                name,
                expected,
                seen.text(),
                Duration.ofNanos(System.nanoTime() - start),
                answered ? verdict : CheckResult.Verdict.NOT_ANSWERED,
                answered ? "" : difference);
        results.add(result);
        listener.accept(result);
    }

    /** The results until now; other threads may ask as well. */
    public List<CheckResult> results() {
        return List.copyOf(results);
    }

    public long count(CheckResult.Verdict verdict) {
        return results.stream().filter(each -> each.verdict() == verdict).count();
    }
}
