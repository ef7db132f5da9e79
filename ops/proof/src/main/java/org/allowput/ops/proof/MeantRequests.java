package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.allOf;
import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.RequestFormulas;
import org.allowput.ops.proof.template.TextFile;

/**
 * What is meant to be sent, as {@code meant-requests.txt} says for the values of a deployment.
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
     * @param needed those that must be possible, each action by itself, by words
     * @param all those that are meant
     */
    record Requests(List<String> words, Map<String, Formula> needed, Formula all) {
        String text() {
            return String.join(", ", words);
        }
    }

    Requests of(String subject) {
        List<String> words = new ArrayList<>();
        Map<String, Formula> needed = new LinkedHashMap<>();
        List<Formula> meant = new ArrayList<>();
        List<Formula> excluded = new ArrayList<>();
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
                        Formula request = and(RequestFormulas.hasAction(action), conditions(clause));
                        (isNever ? excluded : meant).add(request);
                        if (columns[1].equals("must")) {
                            needed.put(words.getLast() + " (" + action + ")", request);
                        }
                    });
                }
            }
        }
        Formula isExcluded = anyOf(excluded, each -> each);
        needed.replaceAll((line, request) -> and(request, not(isExcluded)));
        return new Requests(words, needed, and(anyOf(meant, each -> each), not(isExcluded)));
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

    /** What a clause says besides its actions. */
    private Formula conditions(Matcher clause) {
        Formula isOn = clause.group(2) == null
                ? Constant.TRUE
                : oneOf(clause.group(2), RequestFormulas::isBelow, RequestFormulas::isOn);
        if (clause.group(3) == null) {
            return isOn;
        }
        Formula conditions = allOf(List.of(clause.group(4).split(" and ", -1)), this::condition);
        return and(isOn, clause.group(3).equals("unless") ? not(conditions) : conditions);
    }

    private Formula condition(String text) {
        Matcher condition = matched(CONDITION, text);
        String key = condition.group(1);
        Formula isPresent = RequestFormulas.hasKey(key);
        Formula asSaid = switch (condition.group(2)) {
            case "absent" -> not(isPresent);
            case "present" -> isPresent;
            default -> Constant.FALSE;
        };
        List<String> texts = Stream.of(condition.group(3).split(" ", -1))
                .filter(each -> !each.isEmpty())
                .toList();
        return or(
                asSaid,
                anyOf(
                        texts,
                        each -> oneOf(
                                each,
                                start -> RequestFormulas.hasValueBelow(key, start),
                                value -> key.equals("service")
                                        ? RequestFormulas.isService(value)
                                        : RequestFormulas.hasValue(key, value))));
    }

    /** What holds for one of the values of a text; with a star, for all that begins so. */
    private Formula oneOf(String text, Function<String, Formula> begins, Function<String, Formula> is) {
        return text.endsWith("*")
                ? anyOf(expanded(text.substring(0, text.length() - 1)), begins)
                : anyOf(expanded(text), is);
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
