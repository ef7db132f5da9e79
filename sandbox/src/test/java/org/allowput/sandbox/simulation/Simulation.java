package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.allowput.ops.reconcile.compare.Report;
import org.allowput.sandbox.simulation.aws.Bucket;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.Weather;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** One run: a deployment, an owner who changes objects, faults and an operator, all from one seed. */
final class Simulation {
    private static final Duration CHANGES = Duration.ofHours(24);
    /** After it no fault begins; what has begun lasts for hours at most. */
    private static final Duration REST = Duration.ofDays(5);
    /** The retention of a message, with which everything has ended. */
    private static final Duration AFTER_REDRIVE = Duration.ofDays(10);

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Journal journal;
    private final Cloud cloud;
    private final Setup setup;
    private final Guarantees guarantees;
    private final Deployment deployment;
    private int notifications;

    /** How a run ended. */
    record Result(
            long seed,
            Setup setup,
            Duration simulated,
            List<String> broken,
            Journal journal,
            Map<String, Integer> requests) {}

    private Simulation(long seed, Code code) {
        random = new SplittableRandom(seed);
        time = new VirtualTime(random);
        journal = new Journal(time);
        setup = Setup.draw(random);
        journal.write("seed " + seed, setup.toString());
        cloud = new Cloud(time, random, journal, Deployment.TARGET);
        guarantees = new Guarantees(time, journal, setup);
        deployment = new Deployment(cloud, setup, code, guarantees::logged);
        deployment.source().listen(this::sourceChanged);
        deployment.target().listen(guarantees::targetChanged);
    }

    /** The deployment that a seed has. */
    static Setup setup(long seed) {
        return Setup.draw(new SplittableRandom(seed));
    }

    static Result run(long seed, Code code) {
        Simulation simulation = new Simulation(seed, code);
        try {
            simulation.run();
        } finally {
            simulation.time.end();
        }
        return new Result(
                seed,
                simulation.setup,
                Duration.ofNanos(simulation.time.nanoTime()),
                simulation.guarantees.broken(),
                simulation.journal,
                simulation.cloud.counts());
    }

    private void run() {
        cloud.weather(setup.calm() ? Weather.FINE : Storm.draw(cloud, setup, CHANGES));
        Duration last = new Owner(time, random, journal, setup, deployment.source()).plan(CHANGES);
        if (setup.redeploys()) {
            time.after(last.plusMillis(random.nextInt(2000)), () -> deployment.redeploy(10));
        }
        for (int i = setup.calm() ? 0 : random.nextInt(4); i > 0; i--) {
            time.after(Duration.ofSeconds(random.nextLong(CHANGES.toSeconds())), deployment.queue()::duplicate);
        }
        time.runUntil(REST);
        guarantees.checkAtRest(deployment);
        guarantees.checkRetriesSuffice(deployment);
        guarantees.checkCost(notifications, cloud.counts());
        Operator operator = new Operator(cloud, setup);
        if (!deployment.deadLetters().messages().isEmpty()) {
            operator.redrive();
            time.runUntil(AFTER_REDRIVE);
            guarantees.checkAtRest(deployment);
            guarantees.checkNoDeadLetter(deployment);
        }
        if (setup.reconciles()) {
            reconcile(operator);
        }
    }

    /** What it finds is repaired by what it sends, and then it finds nothing. */
    private void reconcile(Operator operator) {
        Report[] report = new Report[1];
        for (int round = 0; round < 2; round++) {
            operator.reconcile(report);
            time.runUntil(Duration.ofNanos(time.nanoTime()).plusDays(1));
            guarantees.checkAtRest(deployment);
        }
        if (!setup.writeOnce() && !report[0].repairable().isEmpty()) {
            guarantees.breaks(
                    "a requeue repairs what reconcile finds",
                    report[0].repairable().toString());
        }
    }

    private void sourceChanged(Bucket.Change change) {
        guarantees.sourceChanged(change);
        String notification = notification(change);
        for (int copies = setup.calm() || random.nextInt(10) > 0 ? 1 : 2; copies > 0; copies--) {
            Duration late = Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(600_000) : random.nextInt(3000));
            notifications++;
            deployment.queue().send(notification, Map.of(), late);
        }
    }

    private String notification(Bucket.Change change) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", "2.1");
        record.put("eventSource", "aws:s3");
        record.put("awsRegion", "us-east-1");
        record.put("eventTime", time.instant().toString());
        record.put("eventName", change.now() == null ? "ObjectRemoved:Delete" : "ObjectCreated:Put");
        record.put(
                "s3",
                Map.of(
                        "bucket",
                        Map.of("name", Deployment.SOURCE),
                        "object",
                        Map.of("key", URLEncoder.encode(change.key(), StandardCharsets.UTF_8))));
        try {
            return JSON.std.asString(Map.of("Records", List.of(record)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
