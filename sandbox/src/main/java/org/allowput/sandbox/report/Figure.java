package org.allowput.sandbox.report;

import java.util.List;

/**
 * A chart, with all it shows in words and in a table.
 *
 * @param id under which the page's script finds the numbers and the place to draw
 * @param summary what one sees, in a sentence or two
 * @param headings of the table
 */
record Figure(String id, String title, String summary, List<String> headings, List<List<String>> rows) {
    String html() {
        return """
            <section class="card" aria-labelledby="%1$s-title">
            <h3 id="%1$s-title">%2$s</h3>
            <p id="%1$s-summary">%3$s</p>
            <div class="chart" data-chart="%1$s" role="img" aria-labelledby="%1$s-title %1$s-summary"></div>
            <details><summary>%2$s: the numbers</summary>
            %4$s</details>
            </section>
            """.formatted(id, Html.escape(title), Html.escape(summary), Html.table(title, headings, rows));
    }
}
