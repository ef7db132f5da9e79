package org.allowput.ops.proof.solver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The actions of the services that the templates use, in the case in which AWS documents them. */
final class Actions {
    /** What is tried first: a solver finds a request with a given action sooner than one with any of hundreds. */
    static final List<String> COMMON = List.of(
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:PutObjectTagging",
            "sts:AssumeRole",
            "sts:TagSession",
            "sqs:SendMessage",
            "lambda:InvokeFunction",
            "sns:Publish",
            "kms:Decrypt");

    private static final Map<String, String> DOCUMENTED = read();

    private Actions() {}

    static List<String> all() {
        return DOCUMENTED.values().stream().sorted().toList();
    }

    /** The action as AWS writes it, if it is known. */
    static String documented(String action) {
        return DOCUMENTED.getOrDefault(action.toLowerCase(Locale.ROOT), action);
    }

    private static Map<String, String> read() {
        Map<String, String> actions = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Actions.class.getResourceAsStream("actions.txt")), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .forEach(service -> Arrays.stream(service[1].split(" "))
                            .map(name -> service[0] + ":" + name)
                            .forEach(action -> actions.put(action.toLowerCase(Locale.ROOT), action)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(actions);
    }
}
