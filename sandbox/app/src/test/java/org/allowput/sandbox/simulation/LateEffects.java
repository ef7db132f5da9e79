package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of requests whose senders got no answer. S3 may carry one out minutes later, and then the message whose
 * worker sent it must not have returned before: the function makes it return so late. It cannot if it has died, or if
 * SQS refuses that. Such a message returns after the queue's visibility timeout, and docs/guarantees.md promises
 * nothing about what S3 carries out even later: here it does so before.
 */
final class LateEffects {
    /** Shorter than from the function's timeout to the visibility timeout. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final VirtualTime time;
    private final List<Effect> pending = new ArrayList<>();

    private record Effect(String process, VirtualTime.Timer timer, Runnable action) {}

    LateEffects(VirtualTime time) {
        this.time = time;
    }

    void add(String process, Duration delay, Runnable action) {
        pending.removeIf(effect -> effect.timer().due() <= time.nanoTime());
        pending.add(new Effect(process, time.after(delay, action), action));
    }

    /** The messages of a process return after the visibility timeout. */
    void bringForward(String process) {
        long soon = time.nanoTime() + SOON.toNanos();
        for (Effect effect : List.copyOf(pending)) {
            if (effect.process().equals(process) && effect.timer().due() > soon) {
                effect.timer().cancel();
                pending.remove(effect);
                add(process, SOON, effect.action());
            }
        }
    }
}
