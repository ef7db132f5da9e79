package org.allowput.emulator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;

/** A table of a page in docs/ that a test fills and compares, between comments that name it. */
public final class DocumentedTable {
    private static final List<Path> PAGES = Stream.of(
                    "guarantees", "on-call", "benchmarks", "commands", "cost-and-scale", "releases", "sandbox")
            .map(page -> Checkout.current().root().resolve("docs").resolve(page + ".md"))
            .toList();

    private DocumentedTable() {}

    /** The lines between the comments that name it; empty if no page has them. */
    public static String table(String name) throws IOException {
        for (Path page : PAGES) {
            Matcher table = between(name).matcher(Files.readString(page));
            if (table.find()) {
                return table.group();
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
            Matcher there = between(name).matcher(Files.readString(page));
            if (there.find()) {
                Files.writeString(page, there.replaceFirst(Matcher.quoteReplacement(table)));
                return;
            }
        }
        throw new IllegalArgumentException("no table " + name + " on " + PAGES);
    }

    private static Pattern between(String name) {
        return Pattern.compile(
                "(?s)(?<=<!-- table: %1$s -->\n\n).*?(?=\n<!-- end: %1$s -->)".formatted(Pattern.quote(name)));
    }
}
