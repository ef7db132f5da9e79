package org.allowput.sandbox.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what: what was expected beside what was seen, grouped by who tried. */
record AccessMatrix(List<Access> rows) {
    String summary() {
        List<Access> tried = rows.stream().filter(row -> !row.untried()).toList();
        long wrong = rows.stream().filter(Access::wrong).count();
        long denied =
                tried.stream().filter(row -> row.expected().equals("denied")).count();
        return "%d accesses were tried, %d of which had to be denied; %s. %d could not be tried."
                .formatted(
                        tried.size(),
                        denied,
                        wrong == 0 ? "each was answered as expected" : wrong + " NOT AS EXPECTED",
                        rows.size() - tried.size());
    }

    Set<Map.Entry<String, List<Access>>> groups() {
        return rows.stream()
                .collect(Collectors.groupingBy(AccessMatrix::group, LinkedHashMap::new, Collectors.toList()))
                .entrySet();
    }

    private static String group(Access row) {
        if (row.action().equals("AssumeRole")) {
            return "Becoming the role in account A";
        }
        return row.who().equals("with the role") ? "With the role" : "Without the role";
    }
}
