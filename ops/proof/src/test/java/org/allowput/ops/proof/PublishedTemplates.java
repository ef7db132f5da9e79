package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
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
import org.allowput.ops.proof.deployed.GrantSection;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.ops.proof.template.Template;

/** The published templates with concrete values. */
final class PublishedTemplates {
    static final String TARGET = read("ReplicationTarget.yaml");
    static final String SOURCE = read("ReplicationSource.yaml");
    /** Values of parameters, and options that are on and off. */
    private static final Map<String, Object> PARAMETERS = parameters();

    static final Map<String, String> TARGET_VALUES = texts(parameter("targetValues"));
    static final Map<String, String> SOURCE_VALUES = texts(parameter("sourceValues"));
    static final List<Map<String, String>> TARGET_OPTIONS = options("targetOptions");
    static final List<Map<String, String>> SOURCE_OPTIONS = options("sourceOptions");

    private PublishedTemplates() {}

    private static Map<String, Object> parameters() {
        try {
            return JSON.std.mapFrom(resource("options.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parameter(String name) {
        return Objects.requireNonNull(PARAMETERS.get(name), name);
    }

    private static Map<String, String> texts(Object values) {
        Map<String, String> texts = new TreeMap<>();
        ((Map<?, ?>) values).forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        return texts;
    }

    private static List<Map<String, String>> options(String name) {
        return ((List<?>) parameter(name))
                .stream().map(PublishedTemplates::texts).toList();
    }

    /** A file of the tests. */
    static String resource(String file) throws IOException {
        return Files.readString(Path.of("src", "test", "resources", "proof").resolve(file));
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of("..", "..", "templates", file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> with(Map<String, String> values, Map<String, String> further) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(further);
        return all;
    }

    static TargetDeployment target(String text, Map<String, String> values) {
        ResolvedTemplate resolved = resolve(text, values);
        GrantSection grant = resolved.grant().orElseThrow();
        return resolved.target(grant.bucket(), grant.ofTarget());
    }

    static ProofReport report(String text, Map<String, String> values) {
        ResolvedTemplate resolved = resolve(text, values);
        GrantSection grant = resolved.grant().orElseThrow();
        return grant.isOfTarget()
                ? TargetStatements.decide(resolved.target(grant.bucket(), grant.ofTarget()))
                : SourceStatements.decide(resolved.source(grant));
    }

    private static ResolvedTemplate resolve(String text, Map<String, String> values) {
        String account = text.contains("\n  SourceAccount:") ? "111111111111" : "222222222222";
        try {
            return new ResolvedTemplate(Template.parse(text), values, Optional.of(account), Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
    static String randomDocument(String keys, Random random) throws IOException {
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
