package org.allowput.sandbox.report;

import java.util.List;

/** The few elements that the page is made of, their text escaped. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A table whose first column names its rows; a keyboard can reach it where it is wider than the page. */
    static String table(String caption, List<String> headings, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"")
                .append(escape(caption))
                .append("\"><table><caption>")
                .append(escape(caption))
                .append("</caption><thead><tr>");
        headings.forEach(heading ->
                html.append("<th scope=\"col\">").append(escape(heading)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr><th scope=\"row\">").append(escape(row.getFirst())).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
