package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.template.Template;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;

/**
 * Each node of each policy changed, of a role that was made by hand and of the published template with and without its
 * options: what gives more access than before, to any of many requests, is refused or not proven.
 */
class MutantsTest {
    private static final String ACCOUNT = "111111111111";
    private static final List<Request> REQUESTS = requests();

    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A deployment whose policies are changed, which can be refused. */
    private record Mutant(TargetDeployment original, Supplier<TargetDeployment> changed) {}

    @Test
    void aSampleOfMutantsThatGiveMoreAccessIsNotProven() {
        assertThat(check(mutants(), 150)).as("-Dproof.seed=" + seed).isPositive();
    }

    @Test
    @Nightly(5)
    void noMutantThatGivesMoreAccessIsProven() {
        assertThat(check(mutants(), Integer.MAX_VALUE))
                .as("-Dproof.seed=" + seed)
                .isPositive();
    }

    /** What is meant stays the same. */
    @Test
    void aRandomDocumentThatGivesMoreAccessIsRefusedOrNotProven() {
        TargetDeployment original =
                PublishedTemplates.target(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES);
        check(
                Stream.generate(() -> new Mutant(
                                original,
                                () -> PublishedTemplates.target(
                                        PublishedTemplates.randomDocument(
                                                "Action|Effect|Resource|AWS|Null|[a-z0-9]+:[\\w-]+", random),
                                        PublishedTemplates.TARGET_VALUES)))
                        .limit(1000)
                        .toList(),
                5);
    }

    private List<Mutant> mutants() {
        Map<String, String> everything = new TreeMap<>(PublishedTemplates.TARGET_VALUES);
        PublishedTemplates.TARGET_OPTIONS.forEach(everything::putAll);
        everything.put("CreateBucket", "true");
        Template read = PublishedTemplates.template(PublishedTemplates.TARGET);
        Map<String, Object> template = new TreeMap<>();
        List.of("Conditions", "Metadata", "Parameters", "Resources")
                .forEach(name -> template.put(name, new TreeMap<>(read.section(name))));
        // Alarms and topics decide nothing.
        Template.map(template.get("Resources"))
                .values()
                .removeIf(resource -> !String.valueOf(resource).matches("(?s).*Type=AWS::(IAM|S3)::.*"));
        List<Mutant> mutants = new ArrayList<>();
        add(mutants, PublishedTemplates.json("hand-made.json"), json -> new HandMade((Map<?, ?>) json).deployment());
        add(mutants, template, json -> template(json, PublishedTemplates.TARGET_VALUES));
        add(mutants, template, json -> template(json, everything));
        Collections.shuffle(mutants, random);
        return mutants;
    }

    private static void add(List<Mutant> mutants, Object json, Function<Object, TargetDeployment> reading) {
        TargetDeployment original = reading.apply(json);
        Mutants.of(json, false).forEach(changed -> mutants.add(new Mutant(original, () -> reading.apply(changed))));
    }

    private static TargetDeployment template(Object json, Map<String, String> values) {
        try {
            return PublishedTemplates.target(JSON.std.asString(json), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks so many of those that are not refused, and have other policies of the grant; how many are not proven. */
    private int check(List<Mutant> mutants, int limit) {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        int refuted = 0;
        for (Mutant mutant : mutants) {
            Optional<TargetDeployment> changed = changed(mutant);
            if (changed.isEmpty()) {
                continue;
            }
            boolean isProven = isProven(changed.get());
            refuted += isProven ? 0 : 1;
            REQUESTS.stream()
                    .filter(request ->
                            isProven && allows(changed.get(), request) && !allows(mutant.original(), request))
                    .findFirst()
                    .ifPresent(request -> wrong.add(request + "\n  " + changed.get()));
            if (++checked == limit) {
                break;
            }
        }
        System.out.println("-Dproof.seed=" + seed + ": of " + mutants.size() + " mutants, " + checked
                + " are checked, of which " + refuted + " are not proven");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(checked).as("-Dproof.seed=" + seed).isGreaterThanOrEqualTo(Math.min(limit, 1000));
        return refuted;
    }

    /** With other policies of the role that is granted, of the bucket or of its keys, and the same that is meant. */
    private static Optional<TargetDeployment> changed(Mutant mutant) {
        TargetDeployment original = mutant.original();
        MeantGrant grant = original.grants().getFirst();
        try {
            return Optional.of(mutant.changed().get())
                    .filter(changed -> changed.grants().equals(original.grants()))
                    .filter(changed -> !changed.bucket().equals(original.bucket())
                            || !changed.role(grant).equals(original.role(grant)));
        } catch (IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isProven(TargetDeployment deployment) {
        try {
            return PublishedTemplates.notProven(TargetStatements.decide(deployment))
                    .isEmpty();
        } catch (IllegalArgumentException e) {
            // Such as: there is no such role.
            return false;
        }
    }

    /** Of each caller, with each action, resource and context of {@code requests.json}. */
    @SuppressWarnings("unchecked")
    private static List<Request> requests() {
        Map<String, List<?>> parts = (Map<String, List<?>>) PublishedTemplates.json("requests.json");
        List<Request> requests = new ArrayList<>();
        for (Caller caller : List.of(
                new Caller.Principal(
                        HandMade.ROLE, Optional.of("arn:aws:sts::111111111111:assumed-role/AllowPutToS3/s")),
                Caller.Principal.of("arn:aws:iam::222222222222:role/R"),
                Caller.Principal.of("arn:aws:iam::333333333333:role/R"),
                new Caller.Service("logging.s3.amazonaws.com"),
                new Caller.Anonymous())) {
            for (String action : (List<String>) parts.get("actions")) {
                for (String resource : (List<String>) parts.get("resources")) {
                    for (Map<String, List<String>> values : (List<Map<String, List<String>>>) parts.get("contexts")) {
                        Map<String, List<String>> context = new TreeMap<>(values);
                        context.put("aws:SecureTransport", List.of("true"));
                        if (action.equals("s3:PutObject")) {
                            context.put("s3:ObjectCreationOperation", List.of("true"));
                        }
                        requests.add(new Request(action, resource, caller, context));
                    }
                }
            }
        }
        return requests;
    }

    private static boolean allows(TargetDeployment deployment, Request request) {
        try {
            Role role = deployment.role(deployment.grants().getFirst());
            if (request.resource().isEmpty()) {
                return role.trust().effectOn(request) == Effect.ALLOW;
            }
            boolean ofKey = request.resource().contains(":kms:");
            Policy resource = ofKey
                    ? deployment.bucket().keys().stream()
                            .findFirst()
                            .map(Bucket.Key::policy)
                            .orElse(Policy.NOTHING)
                    : request.resource().startsWith("arn:aws:s3:::target")
                            ? deployment.bucket().policy()
                            : Policy.NOTHING;
            Authorization policies = request.caller() instanceof Caller.Principal principal
                            && principal.arn().equals(HandMade.ROLE)
                    ? role.authorization(resource, ofKey)
                    : new Authorization(
                            List.of(Policy.EVERYTHING),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(resource),
                            ofKey);
            return policies.decide(request, ACCOUNT) == Authorization.Decision.ALLOWED;
        } catch (PolicyException e) {
            return false;
        }
    }
}
