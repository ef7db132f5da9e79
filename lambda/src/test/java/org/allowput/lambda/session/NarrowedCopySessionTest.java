package org.allowput.lambda.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.role.SessionPolicy;
import org.junit.jupiter.api.Test;

class NarrowedCopySessionTest {
    private static final SessionPolicy.Bucket BUCKET = new SessionPolicy.Bucket("arn:aws:s3:::target", "");
    private static final Deadline FAR = () -> Duration.ofHours(1);

    private final List<String> copied = new ArrayList<>();
    private int opened;
    private int closed;

    @Test
    void everySessionThatWasOpenedIsClosedAndNoOtherIsOpened() {
        // Too long for one policy of 2,048 characters, so that several sessions name them.
        List<String> keys =
                IntStream.range(0, 6).mapToObj(i -> i + "x".repeat(900)).toList();

        try (NarrowedCopySession session = new NarrowedCopySession(keys, BUCKET, policy -> open())) {
            assertThat(opened).isZero();
            session.copy(task(keys.getFirst()), FAR);
            session.copy(task(keys.getFirst()), FAR);
            assertThat(opened).isEqualTo(1);
            session.copy(task(keys.getLast()), FAR);
        }

        assertThat(copied).containsExactly(keys.getFirst(), keys.getFirst(), keys.getLast());
        assertThat(opened).isEqualTo(2);
        assertThat(closed).isEqualTo(2);
    }

    private static CopyTask task(String key) {
        return new CopyTask(key, key, MissingSource.SKIP);
    }

    private CopySession open() {
        opened++;
        return new CopySession() {
            @Override
            public Outcome copy(CopyTask task, Deadline deadline) {
                copied.add(task.targetKey());
                return new Outcome.Deleted();
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
