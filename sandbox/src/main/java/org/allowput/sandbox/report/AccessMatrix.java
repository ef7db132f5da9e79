package org.allowput.sandbox.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who may do what: what was expected beside what was seen, grouped by who tried. */
record AccessMatrix(List<Access> rows) {
    String summary() {
        List<Access> tried = rows.stream()
                .filter(row -> row.verdict() != Access.Verdict.NOT_TRIED)
                .toList();
        long wrong = rows.stream()
                .filter(row -> row.verdict() == Access.Verdict.WRONG)
                .count();
        long denied =
                tried.stream().filter(row -> row.expected().equals("denied")).count();
        return "%d accesses were tried, %d of which had to be denied; %s. %d could not be tried."
                .formatted(
                        tried.size(),
                        denied,
                        wrong == 0 ? "each was answered as expected" : wrong + " NOT AS EXPECTED",
                        rows.size() - tried.size());
    }

    String html() {
        Map<String, StringBuilder> groups = new LinkedHashMap<>();
        for (Access row : rows) {
            groups.computeIfAbsent(group(row), ignored -> new StringBuilder()).append(html(row));
        }
        StringBuilder html = new StringBuilder("""
            <div class="scroll" role="group" tabindex="0" aria-label="Who may do what">
            <table class="access"><caption>Expected and seen</caption>
            <thead><tr><th scope="col">Who tries what</th><th scope="col">Expected</th><th scope="col">Seen</th></tr></thead>
            """);
        groups.forEach((name, body) -> html.append("<tbody><tr><th class=\"group\" colspan=\"3\" scope=\"rowgroup\">")
                .append(Html.escape(name))
                .append("</th></tr>\n")
                .append(body)
                .append("</tbody>\n"));
        return html.append("</table></div>\n").toString();
    }

    private static String group(Access row) {
        if (row.action().equals("AssumeRole")) {
            return "Becoming the role in account A";
        }
        return row.who().equals("with the role") ? "With the role" : "Without the role";
    }

    private static String html(Access row) {
        return """
            <tr><th scope="row"><span class="action">%s</span> <span class="who">%s</span></th><td>%s</td><td>%s</td></tr>
            """.formatted(
                        Html.escape(row.action()),
                        Html.escape(row.who()),
                        badge(row.expected(), Mark.NONE, row.expected()),
                        happened(row));
    }

    private static String happened(Access row) {
        return switch (row.verdict()) {
            case AS_EXPECTED -> badge(row.happened(), Mark.CHECK, row.happened());
            case WRONG -> badge("wrong", Mark.CROSS, row.happened() + ", not as expected");
            case NOT_TRIED -> badge("untried", Mark.NONE, row.happened());
        };
    }

    private static String badge(String kind, Mark mark, String text) {
        return "<span class=\"pill " + Html.escape(kind) + "\">" + mark.svg + Html.escape(text) + "</span>";
    }

    /** Drawn, as not every font has them; the words beside them say the same. */
    private enum Mark {
        NONE(""),
        CHECK("M2 6.5 5 9.5 10 3"),
        CROSS("M3 3 9 9M9 3 3 9");

        private final String svg;

        Mark(String path) {
            svg = path.isEmpty()
                    ? ""
                    : "<svg class=\"mark\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><path d=\"" + path + "\"/></svg>";
        }
    }
}
