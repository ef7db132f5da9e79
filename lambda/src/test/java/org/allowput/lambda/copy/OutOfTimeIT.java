package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.allowput.contract.FailureCause;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that run out of time, or would. */
class OutOfTimeIT extends CopyIntegrationTest {
    /** The way out of a copy that hangs: Copies interrupts it when the time is nearly over. */
    @ParameterizedTest
    @EnumSource
    void theEventOfACopyThatIsInterruptedReturnsToTheQueue(UploadMethod method) throws Exception {
        String key = "interrupted-" + method;
        try (CopyFixture.ConnectedCopier copy = fixture.copy(CopySamples.OPTIONS, CopySamples.DEFAULTS)) {
            assertThat(interruptedAtWrite(copy, key, method).failure().cause()).isEqualTo(FailureCause.OUT_OF_TIME);
        }
        assertThat(target.keys()).doesNotContain(key);
    }

    private Outcome.Failed interruptedAtWrite(CopyFixture.ConnectedCopier copy, String key, UploadMethod method)
            throws Exception {
        // Large enough that the body waits until it is asked for: a PUT that is given up has sent none of it.
        source.put(key, CopySamples.bytes(Math.max(method.size(), CopySamples.LEAST)));
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        fixture.proxy()
                .always(
                        CopyFixture.of(method == UploadMethod.PARTS ? Operation.PUT_PART : Operation.PUT, TARGET, key),
                        new Fault.RunFirst(() -> {
                            writing.countDown();
                            await(interrupted);
                        }));
        FutureTask<CopyResult> task = new FutureTask<>(() -> copy.replicate(key, key, CopySamples.LATER));
        Thread thread = Thread.ofVirtual().start(task);
        await(writing);
        thread.interrupt();
        CopyResult outcome = task.get(20, SECONDS);
        interrupted.countDown();
        return (Outcome.Failed) outcome;
    }

    private void await(CountDownLatch latch) {
        Unchecked.run(() -> assertThat(latch.await(30, SECONDS)).isTrue());
    }
}
