package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;

/**
 * What is meant to be sent, as a policy, as {@code meant-requests.txt} says for the values of a deployment.
 *
 * @param values by their names; one that the deployment does not have is not among them: then no request is meant
 */
record MeantRequests(String partition, Map<String, List<String>> values) {
    private static final String FILE = "meant-requests.txt";
    private static final Pattern VALUE = Pattern.compile("\\{([$]?\\w+)}");
    private static final Pattern CLAUSE = Pattern.compile("(.+?)(?: on (\\S+))?(?: (where|unless) (.+))?");
    private static final Pattern CONDITION = Pattern.compile("(\\S+) is (absent|present|)(?: or )?(.*)");

    /**
     * The requests of a subject.
     *
     * @param words of each line
     * @param needed those of which one must be possible, of each action by itself, by words
     * @param all those that are meant
     */
    record Requests(List<String> words, Map<String, Policy> needed, Policy all) {
        String text() {
            return String.join(", ", words);
        }
    }

    Requests of(String subject) {
        List<String> words = new ArrayList<>();
        Map<String, List<Statement>> needed = new LinkedHashMap<>();
        List<Statement> meant = new ArrayList<>();
        List<Statement> excluded = new ArrayList<>();
        for (String line : TextFile.lines(MeantRequests.class, FILE)) {
            String[] columns =
                    line.replace("arn:aws:", "arn:" + partition + ":").split(" \\| ", 4);
            String[] whose = columns[0].split(" if ", 2);
            if (List.of(whose[0].split(" ", -1)).contains(subject)
                    && (whose.length == 1 || values.containsKey(whose[1]))) {
                boolean isNever = columns[1].equals("never");
                words.add((isNever ? "never " : "") + words(columns[2]));
                for (String text : columns[3].split("; ", -1)) {
                    Matcher clause = matched(CLAUSE, text);
                    actions(clause).forEach(action -> {
                        List<Statement> statements =
                                statement(!isNever, action, clause).stream().toList();
                        (isNever ? excluded : meant).addAll(statements);
                        if (columns[1].equals("must")) {
                            needed.put(words.getLast() + " (" + action + ")", statements);
                        }
                    });
                }
            }
        }
        Policy never = new Policy(excluded);
        Map<String, Policy> possible = new LinkedHashMap<>();
        needed.forEach((line, statements) -> possible.put(line, Policy.joined(new Policy(statements), never)));
        return new Requests(words, possible, Policy.joined(new Policy(meant), never));
    }

    /** The same with another value. */
    MeantRequests with(String name, List<String> others) {
        Map<String, List<String>> with = new HashMap<>(values);
        with.put(name, others);
        return new MeantRequests(partition, with);
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException(FILE + ": " + text);
        }
        return matcher;
    }

    private String words(String text) {
        return Stream.of(text.split(" ", -1))
                .map(word -> String.join(" and ", expanded(word)))
                .collect(Collectors.joining(" "));
    }

    private Stream<String> actions(Matcher clause) {
        return Stream.of(clause.group(1).split(" ", -1)).flatMap(action -> expanded(action).stream());
    }

    /** Empty if a value is missing without which no request is meant. */
    private Optional<Statement> statement(boolean allow, String action, Matcher clause) {
        List<PolicyText> resources = clause.group(2) == null ? List.of() : texts(clause.group(2));
        List<Condition> conditions = new ArrayList<>();
        Optional<Principals> services = Optional.empty();
        boolean inverted = "unless".equals(clause.group(3));
        for (String text :
                clause.group(4) == null ? new String[0] : clause.group(4).split(" and ", -1)) {
            Matcher condition = matched(CONDITION, text);
            if (condition.group(1).equals("service")) {
                services = Optional.of(new Principals(Map.of("Service", List.of(condition.group(3))), false));
            } else {
                conditions.addAll(conditions(condition, inverted));
            }
        }
        boolean isPossible = (clause.group(2) == null || !resources.isEmpty())
                && (inverted
                        || conditions.stream()
                                .noneMatch(condition -> condition.texts().isEmpty()));
        return isPossible
                ? Optional.of(new Statement(
                        allow,
                        services,
                        new Patterns(List.of(PolicyText.ofAction(action)), false),
                        resources.isEmpty() ? Optional.empty() : Optional.of(new Patterns(resources, false)),
                        conditions))
                : Optional.empty();
    }

    private List<Condition> conditions(Matcher condition, boolean inverted) {
        String key = condition.group(1);
        List<PolicyText> values = Stream.of(condition.group(3).split(" ", -1))
                .filter(each -> !each.isEmpty())
                .flatMap(each -> texts(each).stream())
                .toList();
        Condition present = Condition.isPresent(key, true);
        Condition absent = Condition.isPresent(key, false);
        Condition is = new Condition(inverted ? "StringNotLike" : "StringLike", key, values);
        return switch (condition.group(2)) {
            case "present" -> List.of(inverted ? absent : present);
            case "absent" ->
                inverted
                        ? List.of(present, is)
                        : List.of(values.isEmpty() ? absent : new Condition("StringLikeIfExists", key, values));
            default -> List.of(is);
        };
    }

    /** A text for each value; with a star, all that begins so. */
    private List<PolicyText> texts(String text) {
        boolean isBeginning = text.endsWith("*");
        return expanded(isBeginning ? text.substring(0, text.length() - 1) : text).stream()
                .map(each -> PolicyText.ofLiteral(each, isBeginning ? "*" : ""))
                .toList();
    }

    /** A text for each of the values that it names. */
    private List<String> expanded(String text) {
        Matcher name = VALUE.matcher(text);
        if (!name.find()) {
            return List.of(text);
        }
        List<String> rests = expanded(text.substring(name.end()));
        return values.getOrDefault(name.group(1), List.of()).stream()
                .flatMap(value -> rests.stream().map(rest -> text.substring(0, name.start()) + value + rest))
                .toList();
    }
}
