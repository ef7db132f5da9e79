package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;

/**
 * Each node of each policy changed, of a role that was made by hand and of what the published template makes with and
 * without its options: what gives more access than before, to any of many requests, is not proven.
 */
class MutantsTest {
    private static final String ACCOUNT = "111111111111";

    @Test
    void aSampleOfMutantsThatGiveMoreAccessIsNotProven() {
        check(150);
    }

    @Test
    @Nightly(5)
    void noMutantThatGivesMoreAccessIsProven() {
        check(Integer.MAX_VALUE);
    }

    /** Of the template, before it is resolved: what is meant stays the same. */
    @Test
    void aRandomDocumentThatGivesMoreAccessIsRefusedOrNotProven() throws IOException {
        Random random = new Random(seed());
        TargetDeployment original =
                PublishedTemplates.target(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES);
        List<Mutant> mutants = new ArrayList<>();
        while (mutants.size() < 5) {
            String text =
                    PublishedTemplates.randomDocument("Action|Effect|Resource|AWS|Null|[a-z0-9]+:[\\w-]+", random);
            try {
                TargetDeployment changed = PublishedTemplates.target(text, PublishedTemplates.TARGET_VALUES);
                if (!changed.equals(original) && changed.grants().equals(original.grants())) {
                    mutants.add(new Mutant(original, changed));
                }
            } catch (IllegalStateException | IllegalArgumentException e) {
                // It is refused.
            }
        }

        check(mutants);
    }

    private static Map<String, String> everything() {
        Map<String, String> values = new TreeMap<>(PublishedTemplates.TARGET_VALUES);
        PublishedTemplates.TARGET_OPTIONS.forEach(values::putAll);
        values.put("CreateBucket", "true");
        return values;
    }

    /** It is printed, so that a failure can be replayed. */
    private static long seed() {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        System.out.println("-Dproof.seed=" + seed);
        return seed;
    }

    private record Mutant(TargetDeployment original, TargetDeployment changed) {}

    private static void check(int limit) {
        long seed = seed();
        List<Mutant> mutants = new ArrayList<>();
        for (TargetDeployment original : List.of(
                new HandMade().deployment(),
                PublishedTemplates.target(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES),
                PublishedTemplates.target(PublishedTemplates.TARGET, everything()))) {
            Mutants.of(original)
                    .filter(changed -> isOfGrant(original, changed))
                    .forEach(changed -> mutants.add(new Mutant(original, changed)));
        }
        Collections.shuffle(mutants, new Random(seed));
        System.out.println(mutants.size() + " mutants");
        assertThat(check(mutants.subList(0, Math.min(limit, mutants.size()))))
                .as("-Dproof.seed=" + seed)
                .isPositive();
    }

    /** Returns how many are not proven. */
    private static int check(List<Mutant> mutants) {
        List<String> wrong = new ArrayList<>();
        int refuted = 0;
        for (Mutant mutant : mutants) {
            if (!isProven(mutant.changed())) {
                refuted++;
                continue;
            }
            REQUESTS.stream()
                    .filter(request -> allows(mutant.changed(), request) && !allows(mutant.original(), request))
                    .findFirst()
                    .ifPresent(request -> wrong.add(request + "\n  " + mutant));
        }
        System.out.println("of " + mutants.size() + " mutants, " + refuted + " are not proven");

        assertThat(wrong).isEmpty();
        return refuted;
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

    /** One of the role that is granted, of the bucket or of its keys. */
    private static boolean isOfGrant(TargetDeployment original, TargetDeployment changed) {
        return !changed.bucket().equals(original.bucket())
                || !changed.role(changed.grants().getFirst())
                        .equals(original.role(original.grants().getFirst()));
    }

    private static final List<Request> REQUESTS = requests();

    private static List<Request> requests() {
        List<Map<String, String>> contexts = List.of(
                Map.of(),
                Map.of("sts:ExternalId", "agreed-1"),
                Map.of("sts:ExternalId", "other"),
                Map.of("aws:SourceAccount", "333333333333"),
                Map.of("s3:x-amz-server-side-encryption-customer-algorithm", "AES256"),
                Map.of("s3:x-amz-server-side-encryption-aws-kms-key-id", "other"),
                Map.of("kms:ViaService", "ec2.us-east-1.amazonaws.com"));
        List<Request> requests = new ArrayList<>();
        for (Caller caller : List.of(
                new Caller.Principal(
                        HandMade.ROLE, Optional.of("arn:aws:sts::111111111111:assumed-role/AllowPutToS3/s")),
                Caller.Principal.of("arn:aws:iam::222222222222:role/R"),
                Caller.Principal.of("arn:aws:iam::333333333333:role/R"),
                new Caller.Service("logging.s3.amazonaws.com"),
                new Caller.Anonymous())) {
            for (String action : List.of(
                    "s3:PutObject",
                    "s3:GetObject",
                    "s3:DeleteObject",
                    "s3:ListBucket",
                    "kms:Decrypt",
                    "sts:AssumeRole",
                    "sts:TagSession")) {
                for (String resource : List.of(
                        "",
                        "arn:aws:s3:::target",
                        "arn:aws:s3:::target/k",
                        "arn:aws:s3:::target/from-b/k",
                        "arn:aws:s3:::other/k",
                        "arn:aws:kms:us-east-1:111111111111:key/k")) {
                    contexts.forEach(values -> {
                        Map<String, List<String>> context = new TreeMap<>();
                        values.forEach((key, value) -> context.put(key, List.of(value)));
                        context.put("aws:SecureTransport", List.of("true"));
                        if (action.equals("s3:PutObject")) {
                            context.put("s3:ObjectCreationOperation", List.of("true"));
                        }
                        requests.add(new Request(action, resource, caller, context));
                    });
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
