package org.allowput.lambda.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets with one key, and those who share them: each request of a worker is a step of its own. */
final class TwoBuckets {
    static final String KEY = "key";
    private static final Deadline FAR = () -> Duration.ofHours(1);
    private static final ThroughputBudget NEVER_FULL = new ThroughputBudget(CopySamples.PACE, () -> 0);

    private final InMemorySource source = new InMemorySource();
    private final InMemoryTarget target = new InMemoryTarget();
    private final boolean versioned;
    private final List<Actor> actors = new ArrayList<>();
    private final List<CopyResult> outcomes = new ArrayList<>();
    private final Set<String> everInTarget = new HashSet<>();
    private int versions;
    private int acts;

    TwoBuckets() {
        this(true);
    }

    /**
     * @param versioned whether the source is. If not, equal contents are the same in all but their tags, as on S3 if
     *     they are written in the same second
     */
    TwoBuckets(boolean versioned) {
        this.versioned = versioned;
        beforeEachRequest(request -> {});
    }

    /** @param action gets the name of each request before its turn, and may throw */
    void beforeEachRequest(Consumer<String> action) {
        Consumer<String> step = request -> {
            inTarget().ifPresent(everInTarget::add);
            action.accept(request);
            Interleavings.step();
        };
        source.beforeEachRequest(step);
        target.duringEachRequest(step);
    }

    void write(String content) {
        versions++;
        String eTag = versioned ? Integer.toString(versions) : content;
        String version = versioned ? "v" + versions : null;
        source.put(CopySamples.state(KEY, content.length(), "\"" + eTag + "\"", version), content.getBytes(UTF_8));
    }

    /** Gives the newest version these tags, and takes the others, which leaves all else of it as it is. */
    void tag(Tag... tags) {
        source.tag(KEY, tags);
    }

    void delete() {
        source.delete(KEY);
    }

    Optional<String> inSource() {
        return source.content(KEY).map(bytes -> new String(bytes, UTF_8));
    }

    Optional<String> inTarget() {
        return target.content(KEY).map(bytes -> new String(bytes, UTF_8));
    }

    Map<String, String> tagsInTarget() {
        return target.written(KEY).orElseThrow().tags();
    }

    /** All contents that the target has shown at some time. */
    Set<String> everInTarget() {
        inTarget().ifPresent(everInTarget::add);
        return everInTarget;
    }

    /** Puts have no answer while that is so: the object is there when it {@link #arrive arrives}. */
    void loseAnswers(BooleanSupplier lost) {
        target.loseAnswers(lost);
    }

    void arrive() {
        target.arrive(KEY);
    }

    List<CopyResult> outcomes() {
        return outcomes;
    }

    /** How many acts of an owner have happened. */
    int acts() {
        return acts;
    }

    /** Somebody who does something in one step each. */
    Actor acting(List<Runnable> each) {
        return add(() -> true, () -> {
            for (Runnable act : each) {
                act.run();
                if (++acts < each.size()) {
                    Interleavings.step();
                }
            }
        });
    }

    /** A worker that has an event, where deletions of a key name no expiration. */
    Actor worker(BooleanSupplier enabled, CopyOptions options) {
        return worker(enabled, options, options.deletes() ? MissingSource.DELETE : MissingSource.SKIP);
    }

    Actor worker(BooleanSupplier enabled, CopyOptions options, MissingSource missing) {
        return add(enabled, () -> outcomes.add(copy(options, missing)));
    }

    Actor add(BooleanSupplier enabled, Runnable act) {
        Actor actor = new Actor(enabled);
        actors.add(actor);
        actor.start(act);
        return actor;
    }

    CopyResult copy(CopyOptions options, MissingSource missing) {
        return new ObjectCopier(source, target, options, NEVER_FULL).replicate(new CopyTask(KEY, KEY, missing), FAR);
    }

    /** All of them, and what must hold when all have ended. */
    Scenario scenario(Runnable check) {
        return new Scenario(actors, check);
    }
}
