package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One run: a deployment, an owner who changes objects, faults and an operator, all from one seed. */
final class Simulation {
    private static final Duration CHANGES = Duration.ofHours(24);
    /** After it no fault begins; what has begun lasts for hours at most. */
    private static final Duration REST = Duration.ofDays(5);
    /** How often the guarantees are checked if nothing happens just then. */
    private static final Duration OFTEN = Duration.ofMinutes(10);

    /** After a redrive or what is sent again. */
    private static final Duration SHORT_REST = Duration.ofDays(2);

    /** For so long, and no shorter, the name of an execution is known. */
    private static final Duration NAMES_KEPT = Duration.ofDays(90);

    private final VirtualTime time;
    private final RandomGenerator random;
    private final RandomGenerator ofExpirations;
    private final Journal journal;
    private final Cloud cloud;
    private final Setup setup;
    private final Guarantees guarantees;
    private final OperationChecks checks;
    private final SimulatedDeployment deployment;
    private final SimulatedNotifications notifications;
    private final Backfill backfill;
    private final Set<Long> busyDays = new HashSet<>();
    private int requests;

    /**
     * How a run ended.
     *
     * @param busyDays the days in which there was a request
     */
    record Result(
            long seed,
            Setup setup,
            Duration simulated,
            int busyDays,
            List<Guarantees.Broken> broken,
            Journal journal,
            Map<String, Integer> requests,
            SimulatedMetrics metrics,
            List<Stop> stops) {}

    /**
     * A copy that a trouble has stopped.
     *
     * @param from when the object had changed and the trouble had begun
     */
    record Stop(String key, Troubles.Trouble trouble, Instant from, Duration lasted) {}

    private Simulation(long seed, Code code) {
        random = new SplittableRandom(seed);
        ofExpirations = new SplittableRandom(seed ^ Setup.EXPIRATIONS);
        time = new VirtualTime(random);
        journal = new Journal(time);
        setup = Setup.draw(seed, random);
        journal.write("seed " + seed, setup.toString());
        cloud = new Cloud(time, random, journal, setup);
        deployment = new SimulatedDeployment(cloud, code, this::logged);
        guarantees = new Guarantees(cloud, deployment.source, deployment.target);
        checks = new OperationChecks(cloud, guarantees, deployment);
        cloud.watch(this::received);
        deployment.source.listen(guarantees::sourceChanged);
        deployment.source.listenForTags(guarantees::sourceTagged);
        notifications = new SimulatedNotifications(cloud, deployment);
        deployment.target.listen(guarantees::targetChanged);
        backfill = new Backfill(cloud, deployment.function);
    }

    static Setup setup(long seed) {
        return Setup.draw(seed, new SplittableRandom(seed));
    }

    static Result run(long seed, Code code) {
        return run(new Simulation(seed, code), seed);
    }

    /** Runs a seed until that promise is broken, if it is. */
    static boolean breaks(long seed, Code code, Promise promise) {
        Simulation simulation = new Simulation(seed, code);
        simulation.guarantees.whenBroken(promise, simulation.time::stop);
        return run(simulation, seed).broken().stream().anyMatch(broken -> broken.promise() == promise);
    }

    private static Result run(Simulation simulation, long seed) {
        try {
            simulation.run();
        } finally {
            simulation.time.end();
        }
        return new Result(
                seed,
                simulation.setup,
                Duration.ofNanos(simulation.time.nanoTime()),
                simulation.busyDays.size(),
                simulation.guarantees.broken(),
                simulation.journal,
                simulation.cloud.counts(),
                simulation.cloud.metrics,
                simulation.stops());
    }

    private void run() {
        Moments moments = new Moments(cloud);
        Optional<Storm> storm = setup.calm() ? Optional.empty() : Optional.of(new Storm(cloud, moments, CHANGES));
        storm.ifPresent(cloud::begin);
        Scanner scanner = new Scanner(cloud, deployment.source, CHANGES);
        Owner owner = new Owner(cloud, deployment.source, moments, scanner);
        owner.plan(CHANGES);
        storm.ifPresent(late -> late.whenLate(owner::changeBefore));
        plan(moments, owner);
        for (int i = setup.calm() ? 0 : random.nextInt(4); i > 0; i--) {
            time.after(Duration.ofSeconds(random.nextLong(CHANGES.toSeconds())), deployment.queue::duplicate);
        }
        for (Duration at = OFTEN; at.compareTo(REST) < 0; at = at.plus(OFTEN)) {
            time.runUntil(at);
            measure();
            if (!backfill.isRunning()) {
                guarantees.checkWhenQuiet(deployment);
            }
        }
        time.runUntil(REST);
        guarantees.checkAtRest(deployment);
        checks.retriesSuffice();
        // A change repeats the copies that it interrupts: that of its object's event, and of a second one.
        int changes = owner.inBetween() + scanner.tagged() + setup.expirations();
        checks.cost(notifications.sent() + 2 * changes, cloud.counts());
        checks.costOfWorkflow(notifications.ofLarge() + 2 * changes);
        storm.ifPresent(over -> checks.alarms(over.troubles().denied()));
        rest(setup.waits());
        SimulatedOperator operator = new SimulatedOperator(cloud);
        if (setup.drops()) {
            guarantees.dropped(deployment.deadLetters.purge());
        } else if (!deployment.deadLetters.messages().isEmpty()) {
            redrive(operator);
        }
        if (setup.reconciles()) {
            reconcile(operator);
        }
        if (!setup.quiet().isZero()) {
            rest(setup.quiet());
            sendAgain();
        }
    }

    private void rest(Duration period) {
        time.runUntil(Duration.ofNanos(time.nanoTime()).plus(period));
        measure();
        guarantees.dropped(deployment.deadLetters.takeExpired());
        checks.noUploadStays(time.instant());
    }

    /** When names are free again, A has deleted its copies: another execution must bring them back. */
    private void sendAgain() {
        if (setup.quiet().minus(SHORT_REST).compareTo(NAMES_KEPT) > 0) {
            List.copyOf(deployment.target.objects().keySet()).stream()
                    .filter(key -> !DeliveredReceipts.isOne(key))
                    .forEach(deployment.target::expire);
            guarantees.sentAgain(deployment.source);
        }
        notifications.sendAgain(deployment.source);
        rest(SHORT_REST);
        guarantees.checkAtRest(deployment);
    }

    private List<Stop> stops() {
        Instant began = time.instant().minusNanos(time.nanoTime());
        List<Troubles.Spell> spells =
                cloud.storm().map(storm -> storm.troubles().spells()).orElse(List.of());
        List<Stop> stops = new ArrayList<>();
        for (Guarantees.Late late : guarantees.late()) {
            for (Troubles.Spell spell : spells) {
                Duration from = late.changed().compareTo(spell.from()) > 0 ? late.changed() : spell.from();
                Duration to = late.ended().compareTo(spell.to()) < 0 ? late.ended() : spell.to();
                if (late.key().startsWith(spell.prefix())) {
                    stops.add(new Stop(late.key(), spell.trouble(), began.plus(from), to.minus(from)));
                }
            }
        }
        return stops;
    }

    /** SQS measures each minute: here at each request, and every ten minutes without one. */
    private void measure() {
        cloud.metrics.measure(deployment.queue, time.instant());
        cloud.metrics.measure(deployment.deadLetters, time.instant());
    }

    /** What happens besides, much of it while a large object is copied. */
    private void plan(Moments moments, Owner owner) {
        for (int range : setup.redeploys() ? List.of(10, 5) : List.<Integer>of()) {
            int expected = random.nextInt(1, 60);
            moments.after(
                    1 + random.nextInt(16), Moments.copying(Owner.LARGE), () -> deployment.redeploy(range, expected));
        }
        if (setup.stops()) {
            moments.after(1 + random.nextInt(16), Moments.copying(Owner.LARGE), deployment.workflow::stopOne);
        }
        if (setup.backfills()) {
            time.after(Duration.ofSeconds(random.nextLong(CHANGES.toSeconds())), () -> {
                guarantees.named(Owner.ALL, deployment.source);
                backfill.run(Owner.ALL);
                owner.changeSome(Duration.ofMillis(300));
            });
        }
        if (setup.delivers()) {
            guarantees.deliveries().planForgeries(CHANGES);
        }
        for (int i = 0; i < setup.expirations(); i++) {
            planExpiration(moments);
        }
    }

    /**
     * A lifecycle rule of the source bucket expires objects at a date: at any age, also while they are copied. Drawn
     * from a generator of their own, so that the rest of a run is drawn as without them.
     */
    private void planExpiration(Moments moments) {
        String key = Owner.ALL.get(ofExpirations.nextInt(Owner.ALL.size()));
        Runnable expire = () -> {
            if (deployment.source.get(key).isPresent()) {
                journal.write("lifecycle", "expires " + key);
                deployment.source.expire(key);
            }
        };
        if (ofExpirations.nextBoolean()) {
            time.after(Duration.ofMillis(ofExpirations.nextLong(CHANGES.toMillis())), expire);
        } else {
            int sent = 1 + ofExpirations.nextInt(key.equals(Owner.LARGE) ? 30 : 8);
            moments.after(sent, Moments.copying(key), expire);
        }
    }

    private void redrive(SimulatedOperator operator) {
        Set<String> goingOn = setup.bitErrors() ? Set.of() : deployment.keptParts();
        cloud.watch(call -> {
            // Parts may also expire meanwhile.
            if (call.operation().equals("CreateMultipartUpload")
                    && goingOn.contains(call.key())
                    && deployment.keptParts().contains(call.key())) {
                guarantees.breaks(Promise.REDRIVE_FINISHES, call.key() + " is copied from its beginning");
            }
        });
        operator.redrive();
        rest(SHORT_REST);
        guarantees.checkAtRest(deployment);
        checks.noDeadLetter();
    }

    /** What it finds is repaired by what it sends, and then it finds nothing. */
    private void reconcile(SimulatedOperator operator) {
        List<String> repairable = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            operator.reconcile(repairable);
            rest(Duration.ofDays(1));
            guarantees.compared(deployment.source);
            guarantees.checkAtRest(deployment);
        }
        if (!setup.writeOnce() && !repairable.isEmpty()) {
            guarantees.breaks(Promise.COMPARISON_REPAIRS, repairable.toString());
        }
    }

    /** Work that never ends is not waited for. An event has one more message with each delivery at most. */
    private void received(HttpCall call) {
        measure();
        busyDays.add(Duration.ofNanos(time.nanoTime()).toDays());
        if (++requests == setup.mostRequests()) {
            guarantees.breaks(Promise.COST, requests + " requests, of which the last is " + call);
            time.stop();
        }
        int messages = deployment.queue.size();
        if (messages > Math.max(1, notifications.sent()) * setup.maxDeliveries()) {
            guarantees.breaks(Promise.COST, messages + " messages of " + notifications.sent() + " events");
            time.stop();
        }
    }

    private void logged(String process, String line) {
        if (line.contains("failed to schedule retries")) {
            cloud.lateEffects.bringForward(process);
        }
        cloud.metrics.logged(line);
        guarantees.logged(process, line);
    }
}
