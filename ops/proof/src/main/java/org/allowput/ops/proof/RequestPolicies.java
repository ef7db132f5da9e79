package org.allowput.ops.proof;

import static org.allowput.ops.proof.template.Template.list;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.ops.proof.solver.Question;
import org.allowput.ops.proof.template.Template;
import org.allowput.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * Policies that say which requests are expected, and which ones a question is about: those of {@code requests.yaml}.
 *
 * @param values of a deployment by their names; what it does not have is not among them
 */
record RequestPolicies(Map<String, List<String>> values) {
    private static final Pattern VALUE = Pattern.compile("<([$]?\\w+)>");
    /** What {@code if} and {@code unless} can name: an entry with another name would silently never count. */
    private static final Set<String> CONDITIONS =
            Set.of(("Callers DeliveriesPrefix Further KeyPrefix KmsKeyArn KmsKeyArns OperationsBucket OrganizationId"
                            + " Receipts Requeue RequireMfa RoleNames Vpc objectLists publicReads replicateDeletes"
                            + " replicateTags writeOnce $LargeObjectsStateMachineArn batchoperations.s3.amazonaws.com"
                            + " scheduler.amazonaws.com states.amazonaws.com function:$ReconcileFunctionName"
                            + " function:$LargeObjectsFunctionName")
                    .split(" "));

    private static final String YAML = ResourceFile.text(RequestPolicies.class, "requests.yaml");
    private static final List<Map<String, Object>> ENTRIES = checked(new Yaml().load(YAML));
    /** The outputs of a stack whose values the requests have. */
    static final Set<String> OUTPUTS = Pattern.compile("[$](\\w+)")
            .matcher(YAML)
            .results()
            .map(name -> name.group(1))
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Requests under one name.
     *
     * @param words of each entry
     * @param needed those of which one must be possible, of each action by itself, by words
     * @param all those that are expected
     */
    record Requests(List<String> words, Map<String, Policy> needed, Policy all) {
        String text() {
            return String.join(", ", words);
        }

        /** Asks for others among those that are allowed. */
        List<Question> violations(List<Question> allowed) {
            return allowed.stream().map(each -> each.excluding(all)).toList();
        }

        /** Asks for those that are needed among those that are allowed, by words. */
        Map<String, List<Question>> intended(List<Question> allowed) {
            Map<String, List<Question>> intended = new LinkedHashMap<>();
            needed.forEach((line, sent) -> intended.put(
                    line, allowed.stream().map(each -> each.matching(sent)).toList()));
            return intended;
        }
    }

    /** The entries, if each name of a condition is known. @throws IllegalStateException if one is not */
    static List<Map<String, Object>> checked(List<Map<String, Object>> entries) {
        entries.forEach(entry -> Stream.of("if", "unless")
                .flatMap(kind -> list(entry.get(kind)).stream())
                .filter(name -> !CONDITIONS.contains(name.toString()))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException("The requests of " + entry.get("of") + " depend on " + name
                            + ", expected one of " + new TreeSet<>(CONDITIONS));
                }));
        return entries;
    }

    /** The same with further values. */
    RequestPolicies with(Map<String, List<String>> further) {
        Map<String, List<String>> all = new HashMap<>(values);
        all.putAll(further);
        return new RequestPolicies(all);
    }

    Policy policy(String name) {
        return of(name).all();
    }

    Requests of(String name) {
        List<Map<String, Object>> entries = ENTRIES.stream()
                .filter(entry -> list(entry.get("of")).contains(name))
                .toList();
        if (entries.isEmpty()) {
            throw new IllegalStateException("requests.yaml has no " + name);
        }
        List<Map<String, Object>> counted = entries.stream()
                .filter(entry -> values.keySet().containsAll(list(entry.get("if")))
                        && Collections.disjoint(values.keySet(), list(entry.get("unless"))))
                .toList();
        Policy never = policy(counted.stream().flatMap(entry -> statements(entry, "never", "Deny")));
        Map<String, Policy> needed = new LinkedHashMap<>();
        for (Map<String, Object> entry : counted) {
            statements(entry, "must", "Allow")
                    .forEach(must -> list(must.get("Action")).forEach(action -> {
                        Map<String, Object> one = new TreeMap<>(must);
                        one.put("Action", action);
                        needed.put(
                                words(entry.get("say")) + " (" + action + ")",
                                Policy.joined(policy(Stream.of(one)), never));
                    }));
        }
        Policy expected = policy(counted.stream()
                .flatMap(entry -> Stream.of("must", "may").flatMap(kind -> statements(entry, kind, "Allow"))));
        return new Requests(
                counted.stream()
                        .flatMap(entry -> list(entry.get("say")).stream())
                        .map(this::words)
                        .toList(),
                needed,
                Policy.joined(expected, never));
    }

    private Stream<Map<String, Object>> statements(Map<String, Object> entry, String kind, String effect) {
        return list(entry.get(kind)).stream().map(statement -> {
            Map<String, Object> elements = new TreeMap<>(Template.map(expanded(statement, false)));
            elements.put("Effect", effect);
            return elements;
        });
    }

    private static Policy policy(Stream<Map<String, Object>> statements) {
        return Policy.joined(statements
                .map(statement -> Policy.of(Map.of("Version", "2012-10-17", "Statement", statement)))
                .toArray(Policy[]::new));
    }

    /** JSON with its values: each text becomes a list. */
    private Object expanded(Object json, boolean isPattern) {
        if (json instanceof Map<?, ?> object) {
            Map<String, Object> expanded = new TreeMap<>();
            object.forEach((name, value) -> expanded.put(words(name), expanded(value, !name.equals("Action"))));
            return expanded;
        }
        return list(json).stream()
                .flatMap(text -> texts(text.toString(), isPattern))
                .toList();
    }

    private String words(@Nullable Object text) {
        return Stream.of(String.valueOf(text).split(" ", -1))
                .map(word -> texts(word, false).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(" "));
    }

    /** A text for each of the values that it names, whose characters have no meaning where it is a pattern. */
    private Stream<String> texts(String text, boolean isPattern) {
        Matcher name = VALUE.matcher(text);
        if (!name.find()) {
            return Stream.of(text);
        }
        List<String> named = values.getOrDefault(name.group(1), List.of());
        return (named.isEmpty() ? List.of(name.group()) : named)
                .stream()
                        .map(value -> isPattern ? value.replaceAll("[*?$]", "\\${$0}") : value)
                        .flatMap(value -> texts(text.substring(name.end()), isPattern)
                                .map(rest -> text.substring(0, name.start()) + value + rest));
    }
}
