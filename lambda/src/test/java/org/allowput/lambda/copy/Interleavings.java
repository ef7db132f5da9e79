package org.allowput.lambda.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario of a few actors in every order in which their steps can follow one another: one actor at a time runs,
 * from one of its steps to the next.
 *
 * <p>The simulation in the module {@code sandbox} samples such orders over days; here there is none that was not tried.
 */
final class Interleavings {
    /** What is run for each order, and what must hold at its end. */
    record Scenario(List<Actor> actors, Runnable check) {}

    /** Something that acts in steps, each announced by {@link #step}. */
    static final class Actor {
        private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

        private final BooleanSupplier enabled;
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore parked = new Semaphore(0);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile boolean finished;

        /** An actor that is not given a turn until it is enabled. */
        Actor(BooleanSupplier enabled) {
            this.enabled = enabled;
        }

        private void awaitTurn() {
            parked.release();
            turn.acquireUninterruptibly();
        }

        boolean isFinished() {
            return finished;
        }

        /** Whether it is this one that acts just now. */
        boolean isCurrent() {
            return equals(CURRENT.get());
        }

        void start(Runnable act) {
            Thread.startVirtualThread(() -> {
                CURRENT.set(this);
                try {
                    awaitTurn();
                    act.run();
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                } finally {
                    finished = true;
                    parked.release();
                }
            });
        }

        private boolean canMove() {
            return !finished && enabled.getAsBoolean();
        }

        private void move() {
            turn.release();
            parked.acquireUninterruptibly();
            if (failure.get() != null) {
                throw new AssertionError("an actor failed", failure.get());
            }
        }
    }

    private Interleavings() {}

    /**
     * Waits for a turn. Called by an actor before each thing that others can see or change; of no effect in any other
     * thread.
     */
    static void step() {
        Actor current = Actor.CURRENT.get();
        if (current != null) {
            current.awaitTurn();
        }
    }

    /**
     * Runs the scenario in every order.
     *
     * @return how many orders there are
     */
    static int all(Supplier<Scenario> scenario) {
        // On a virtual thread, as the actors are: between threads of the operating system, each turn takes ten times as
        // long.
        FutureTask<Integer> orders = new FutureTask<>(() -> count(scenario));
        Thread.startVirtualThread(orders);
        try {
            return orders.get();
        } catch (ExecutionException e) {
            throw new AssertionError("in one of the orders", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private static int count(Supplier<Scenario> scenario) {
        List<Integer> choices = new ArrayList<>();
        int orders = 0;
        do {
            List<Integer> widths = run(scenario.get(), choices);
            orders++;
            advance(choices, widths);
        } while (!choices.isEmpty());
        return orders;
    }

    /** Follows the choices as far as they go, then always the first that can move. Adds what it chose. */
    private static List<Integer> run(Scenario scenario, List<Integer> choices) {
        List<Actor> actors = scenario.actors();
        actors.forEach(actor -> actor.parked.acquireUninterruptibly());
        List<Integer> widths = new ArrayList<>();
        for (List<Actor> movable = movable(actors); !movable.isEmpty(); movable = movable(actors)) {
            if (widths.size() == choices.size()) {
                choices.add(0);
            }
            movable.get(choices.get(widths.size())).move();
            widths.add(movable.size());
        }
        scenario.check().run();
        return widths;
    }

    private static List<Actor> movable(List<Actor> actors) {
        return actors.stream().filter(Actor::canMove).toList();
    }

    /** To the next order, or to none. */
    private static void advance(List<Integer> choices, List<Integer> widths) {
        while (!choices.isEmpty()) {
            int last = choices.size() - 1;
            int choice = choices.removeLast();
            if (choice + 1 < widths.get(last)) {
                choices.add(choice + 1);
                return;
            }
        }
    }
}
