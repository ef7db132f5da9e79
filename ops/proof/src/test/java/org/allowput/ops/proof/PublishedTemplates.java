package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.policy.Policy;
import org.allowput.policy.template.Template;

/** The published templates with concrete values. */
final class PublishedTemplates {
    static final String TARGET = text("../../templates/ReplicationTarget.yaml");
    static final String SOURCE = text("../../templates/ReplicationSource.yaml");
    /** Values of parameters, and options that are on and off. */
    private static final Map<?, ?> PARAMETERS = (Map<?, ?>) json("options.json");

    static final Map<String, String> TARGET_VALUES = parameter("targetValues");
    static final Map<String, String> SOURCE_VALUES = parameter("sourceValues");
    static final List<Map<String, String>> TARGET_OPTIONS = parameter("targetOptions");
    static final List<Map<String, String>> SOURCE_OPTIONS = parameter("sourceOptions");

    /** Account B with each setting. */
    static final SourceDeployment SOURCE_WITH_EVERYTHING = source(ofCdk("source-everything"));

    private PublishedTemplates() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T parameter(String name) {
        return (T) Objects.requireNonNull(PARAMETERS.get(name), name);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the tests. */
    static String resource(String file) {
        return text("src/test/resources/proof/" + file);
    }

    /** A file of the tests with an object or a list. */
    static Object json(String file) {
        try {
            return JSON.std.anyFrom(resource(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> with(Map<String, String> values, Map<String, String> further) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(further);
        return all;
    }

    static TargetDeployment target(String text, Map<String, String> values) {
        ResolvedTemplate resolved =
                new ResolvedTemplate(Template.parse(text), values, Optional.of("111111111111"), Optional.empty());
        return resolved.target(resolved.grants());
    }

    /** A template of the CDK. */
    static String ofCdk(String name) {
        return text("../../infra/src/test/resources/snapshots/" + name + ".json")
                .replace("<hash>", "0");
    }

    /** What account B's template deploys without parameters. */
    static SourceDeployment source(String text) {
        ResolvedTemplate resolved =
                new ResolvedTemplate(Template.parse(text), Map.of(), Optional.of("222222222222"), Optional.empty());
        return resolved.source(resolved.grants().getFirst());
    }

    /** The same with other roles, those that run with them, and other callers. */
    static SourceDeployment with(SourceDeployment all, List<Role> roles, Map<String, Policy> callers) {
        return new SourceDeployment(
                all.partition(),
                all.account(),
                all.region(),
                all.outputs(),
                all.grant(),
                roles,
                all.executionRoles().stream()
                        .filter(execution ->
                                roles.stream().anyMatch(role -> role.arn().equals(execution.arn())))
                        .toList(),
                callers);
    }

    /** The template of account A with one text in place of another, which it must have. */
    static String edited(String before, String after) {
        assertThat(TARGET).contains(before);
        return TARGET.replace(before, after);
    }

    static ProofReport report(String text, Map<String, String> values) {
        String account = text.contains("\n  SourceAccount:") ? "111111111111" : "222222222222";
        return Proof.ofTemplate(
                new ResolvedTemplate(Template.parse(text), values, Optional.of(account), Optional.empty()), List.of());
    }

    static List<Decision> notProven(ProofReport report) {
        return report.decisions().stream()
                .filter(decision -> !decision.isProven())
                .toList();
    }

    /**
     * A document of CloudFormation's grammar: the value of a line is another one, such as an intrinsic function.
     *
     * @param keys of the lines that are changed, as a regular expression
     */
    static String randomDocument(String keys, Random random) {
        List<String> values = resource("random-values.txt").lines().toList();
        List<MatchResult> changeable = Pattern.compile("(?m)^ +(?:- )?(?:" + keys + "): (.+)$")
                .matcher(TARGET)
                .results()
                .toList();
        MatchResult changed = changeable.get(random.nextInt(changeable.size()));
        return TARGET.substring(0, changed.start(1))
                + values.get(random.nextInt(values.size()))
                + TARGET.substring(changed.end(1));
    }
}
