package org.allowput.emulator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;

/** A table of a page in docs/ that a test fills and compares, between comments that name it. */
public final class DocumentedTable {
    private static final List<Path> PAGES = Stream.of(
                    "guarantees", "on-call", "benchmarks", "commands", "cost-and-scale", "sandbox")
            .map(page -> Checkout.current().root().resolve("docs").resolve(page + ".md"))
            .toList();

    private DocumentedTable() {}

    /** The lines between the comments that name it; empty if no page has them. */
    public static String table(String name) throws IOException {
        for (Path page : PAGES) {
            String text = Files.readString(page);
            int from = from(text, name);
            int to = to(text, name, from);
            if (from >= 0 && to >= 0) {
                return text.substring(from, to);
            }
        }
        return "";
    }

    /** Compares the table with the one of the page, after {@code -Dsnapshots=update} has written it there. */
    public static void check(String name, String table) throws IOException {
        if ("update".equals(System.getProperty("snapshots"))) {
            replace(name, table);
        }
        assertThat(table(name)).as("-Dsnapshots=update writes it").isEqualTo(table);
    }

    /** Puts {@code table} there. @throws IllegalArgumentException if the comments that name it are on no page */
    public static void replace(String name, String table) throws IOException {
        for (Path page : PAGES) {
            String text = Files.readString(page);
            int from = from(text, name);
            int to = to(text, name, from);
            if (from >= 0 && to >= 0) {
                Files.writeString(page, text.substring(0, from) + table + text.substring(to));
                return;
            }
        }
        throw new IllegalArgumentException("no table " + name + " on " + PAGES);
    }

    private static int from(String text, String name) {
        String begin = "<!-- table: " + name + " -->\n\n";
        int at = text.indexOf(begin);
        return at < 0 ? at : at + begin.length();
    }

    private static int to(String text, String name, int from) {
        return text.indexOf("\n<!-- end: " + name + " -->", from);
    }
}
