package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.template.Template;
import org.junit.jupiter.api.Test;

/**
 * Each node of each policy changed, of a role that was made by hand and of templates with and without their options:
 * what gives more access than before, to any of many requests, is refused or not proven.
 */
class MutantsTest {
    private static final List<String> TEXTS =
            PublishedTemplates.resource("mutant-texts.txt").lines().toList();

    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /**
     * What an account deploys.
     *
     * @param policies those that statements are about
     * @param allowed which of the requests are allowed
     */
    private record Account(
            Object expected, Object policies, Supplier<ProofReport> proof, Supplier<Set<String>> allowed) {
        static Account of(TargetDeployment target) {
            return new Account(
                    target.grants(),
                    List.of(target.bucket(), target.role(target.grants().getFirst())),
                    () -> TargetStatements.decide(target),
                    () -> AllowedRequests.of(target));
        }

        /** Only with the roles that are not as they were. */
        static Account of(SourceDeployment source, SourceDeployment original) {
            SourceDeployment changed = PublishedTemplates.with(
                    source,
                    source.roles().stream()
                            .filter(role -> !original.roles().contains(role))
                            .toList(),
                    source.callers().equals(original.callers()) ? Map.of() : source.callers());
            return new Account(
                    List.of(source.grant(), source.executionRoles(), source.outputs()),
                    List.of(source.roles(), source.callers()),
                    () -> SourceStatements.decide(changed),
                    () -> AllowedRequests.of(changed));
        }

        boolean isProven() {
            try {
                return PublishedTemplates.notProven(proof.get()).isEmpty();
            } catch (IllegalArgumentException e) {
                // Such as: there is no such role.
                return false;
            }
        }
    }

    /** An account whose policies are changed, which can be refused. */
    private record Mutant(Account original, Set<String> allowed, Supplier<Account> changed) {
        static Stream<Mutant> of(Object json, Account original, Function<Object, Account> reading) {
            Set<String> allowed = original.allowed().get();
            return mutated(json, false).map(changed -> new Mutant(original, allowed, () -> reading.apply(changed)));
        }

        /** With other policies, and the same that is expected. */
        Optional<Account> readable() {
            try {
                return Optional.of(changed.get())
                        .filter(account -> account.expected().equals(original.expected())
                                && !account.policies().equals(original.policies()));
            } catch (IllegalStateException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    @Test
    void aSampleOfMutantsThatGiveMoreAccessIsNotProven() {
        check(ofTarget(), 150);
        check(ofSource(), 40);
    }

    @Test
    @Nightly(5)
    void noMutantThatGivesMoreAccessIsProven() {
        check(ofTarget(), Integer.MAX_VALUE);
        check(ofSource(), Integer.MAX_VALUE);
    }

    /** What is expected stays the same. */
    @Test
    void aRandomDocumentThatGivesMoreAccessIsRefusedOrNotProven() {
        Account original =
                Account.of(PublishedTemplates.target(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES));
        Set<String> allowed = original.allowed().get();
        check(
                Stream.generate(() -> new Mutant(
                                original,
                                allowed,
                                () -> Account.of(PublishedTemplates.target(
                                        PublishedTemplates.randomDocument(
                                                "Action|Effect|Resource|AWS|Null|[a-z0-9]+:[\\w-]+", random),
                                        PublishedTemplates.TARGET_VALUES))))
                        .limit(1000),
                5);
    }

    private static Stream<Mutant> ofTarget() {
        Map<String, String> everything = new TreeMap<>(PublishedTemplates.TARGET_VALUES);
        PublishedTemplates.TARGET_OPTIONS.forEach(everything::putAll);
        everything.put("CreateBucket", "true");
        Object template = policies(Template.parse(PublishedTemplates.TARGET));
        return Stream.of(
                        mutants(
                                PublishedTemplates.json("hand-made.json"),
                                json -> Account.of(new HandMade((Map<?, ?>) json).deployment())),
                        mutants(template, json -> template(json, PublishedTemplates.TARGET_VALUES)),
                        mutants(template, json -> template(json, everything)))
                .flatMap(each -> each);
    }

    private static Stream<Mutant> mutants(Object json, Function<Object, Account> reading) {
        return Mutant.of(json, reading.apply(json), reading);
    }

    private static Stream<Mutant> ofSource() {
        SourceDeployment original = PublishedTemplates.SOURCE_WITH_EVERYTHING;
        return Mutant.of(
                policies(Template.parse(PublishedTemplates.ofCdk("source-everything"))),
                Account.of(original, PublishedTemplates.with(original, List.of(), Map.of())),
                json -> Account.of(PublishedTemplates.source(text(json)), original));
    }

    /** Alarms and topics decide nothing. */
    private static Object policies(Template read) {
        Map<String, Object> template = new TreeMap<>();
        List.of("Conditions", "Outputs", "Parameters", "Resources")
                .forEach(name -> template.put(name, new TreeMap<>(read.section(name))));
        Template.map(template.get("Resources"))
                .values()
                .removeIf(resource -> String.valueOf(resource).matches("(?s).*Type=AWS::(CloudWatch|SNS|Events)::.*"));
        return template;
    }

    private static Account template(Object json, Map<String, String> values) {
        return Account.of(PublishedTemplates.target(text(json), values));
    }

    private static String text(Object json) {
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks so many of those that are not refused, and have other policies, and more until one is not proven: few that
     * are drawn at random may all give less access.
     */
    private void check(Stream<Mutant> all, int limit) {
        List<Mutant> mutants = new ArrayList<>(all.toList());
        Collections.shuffle(mutants, random);
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        int refuted = 0;
        for (Mutant mutant : mutants) {
            Optional<Account> changed = checked < limit || refuted == 0 ? mutant.readable() : Optional.empty();
            if (changed.isPresent()) {
                checked++;
                if (changed.get().isProven()) {
                    Set<String> more = new HashSet<>(changed.get().allowed().get());
                    more.removeAll(mutant.allowed());
                    more.stream()
                            .findFirst()
                            .ifPresent(request ->
                                    wrong.add(request + "\n  " + changed.get().policies()));
                } else {
                    refuted++;
                }
            }
        }
        System.out.println("-Dproof.seed=" + seed + ": of " + mutants.size() + " mutants, " + checked
                + " are checked, of which " + refuted + " are not proven");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(checked).as("-Dproof.seed=" + seed).isGreaterThanOrEqualTo(Math.min(limit, 1000));
        assertThat(refuted).as("-Dproof.seed=" + seed).isPositive();
    }

    /**
     * JSON with one node of a policy within it changed: left out, inverted, or with another name or text.
     *
     * @param isPolicy or else only what is below the name of a policy, in a template or among those made by hand
     */
    private static Stream<Object> mutated(Object json, boolean isPolicy) {
        return switch (json) {
            case Map<?, ?> object -> object.keySet().stream().flatMap(name -> mutated(object, (String) name, isPolicy));
            case List<?> list ->
                IntStream.range(0, list.size()).boxed().flatMap(at -> {
                    List<Object> without = new ArrayList<>(list);
                    Stream<Object> changed = mutated(without.remove((int) at), isPolicy)
                            .map(element -> {
                                List<Object> with = new ArrayList<>(without);
                                with.add(at, element);
                                return with;
                            });
                    return isPolicy ? Stream.concat(Stream.of(without), changed) : changed;
                });
            default -> isPolicy ? Stream.<Object>of(TEXTS.toArray()) : Stream.of();
        };
    }

    private static Stream<Object> mutated(Map<?, ?> object, String name, boolean isPolicy) {
        Map<Object, Object> without = new TreeMap<>(object);
        Object value = Objects.requireNonNull(without.remove(name));
        Stream<Object> changed = mutated(value, isPolicy || name.matches(".*Document|trust|role|bucket|key"))
                .map(other -> with(without, name, other));
        if (!isPolicy) {
            return changed;
        }
        Stream<Object> renamed = names(name).map(other -> with(without, other, value));
        return Stream.of(Stream.of(without), renamed, changed).flatMap(each -> each);
    }

    /** Inverted; or another operator, key or type of principals. */
    private static Stream<String> names(String name) {
        if (name.matches("(Not)?(Action|Principal|Resource)")) {
            return Stream.of(name.startsWith("Not") ? name.substring("Not".length()) : "Not" + name);
        }
        return name.matches("Condition|Effect|Ref|Fn::.*|Sid|Statement|Version") ? Stream.of() : TEXTS.stream();
    }

    private static Object with(Map<Object, Object> object, String name, Object value) {
        Map<Object, Object> with = new TreeMap<>(object);
        with.put(name, value);
        return with;
    }
}
