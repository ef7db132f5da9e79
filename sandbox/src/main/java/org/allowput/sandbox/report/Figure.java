package org.allowput.sandbox.report;

import java.util.List;

/**
 * A chart, with all it shows in words and in a table: {@code page.html} reads each component by its name.
 *
 * @param id under which the page's script finds the numbers and the place to draw
 * @param summary what one sees, in a sentence or two
 * @param headings of the table
 * @param rows of the table; their first cells name them
 */
record Figure(String id, String title, String summary, List<String> headings, List<List<String>> rows) {}
