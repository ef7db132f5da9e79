package org.allowput.lambda.copy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The matrix as docs/guarantees.md has it: a row for each fault, and one for all requests after which it ends alike.
 */
final class FaultTable {
    /** A copy of this kind does not send this request. */
    static final String NONE = "–";

    private static final Set<CopyStep> TO_S3 = EnumSet.complementOf(EnumSet.of(CopyStep.ASSUME));

    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    private record Row(List<CopyStep> steps, List<String> results) {
        boolean fits(List<String> others) {
            return IntStream.range(0, others.size()).allMatch(column -> {
                String own = results.get(column);
                String other = others.get(column);
                return own.equals(other) || own.equals(NONE) || other.equals(NONE);
            });
        }

        void add(CopyStep step, List<String> others) {
            steps.add(step);
            for (int column = 0; column < others.size(); column++) {
                if (results.get(column).equals(NONE)) {
                    results.set(column, others.get(column));
                }
            }
        }

        /** Of an object that goes in one PUT, and of one that goes in parts. */
        String result(int column) {
            String onePut = results.get(column);
            String parts = results.get(column + 2);
            if (onePut.equals(parts) || parts.equals(NONE)) {
                return onePut;
            }
            return onePut.equals(NONE) ? parts : "one PUT: %s; parts: %s".formatted(onePut, parts);
        }

        String where() {
            Set<CopyStep> all = EnumSet.copyOf(steps);
            if (all.containsAll(TO_S3)) {
                return all.contains(CopyStep.ASSUME) ? "every request" : "every request to S3";
            }
            return steps.stream().map(CopyStep::toString).collect(Collectors.joining(", "));
        }
    }

    void add(FaultCase fault, List<String> results) {
        List<Row> ofFault = rows.computeIfAbsent(fault.label(), label -> new ArrayList<>());
        ofFault.stream()
                .filter(row -> row.fits(results))
                .findFirst()
                .ifPresentOrElse(
                        row -> row.add(fault.step(), results),
                        () -> ofFault.add(new Row(new ArrayList<>(List.of(fault.step())), new ArrayList<>(results))));
    }

    @Override
    public String toString() {
        String lines = rows.entrySet().stream()
                .flatMap(fault -> fault.getValue().stream()
                        .map(row -> "| %s | %s | %s | %s |\n"
                                .formatted(fault.getKey(), row.where(), row.result(0), row.result(1))))
                .collect(Collectors.joining());
        return """
            | what | where | once | always |
            | --- | --- | --- | --- |
            """ + lines;
    }
}
