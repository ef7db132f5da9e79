package org.allowput.sandbox.simulation.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.sandbox.simulation.Code;
import org.allowput.sandbox.simulation.Promise;
import org.allowput.sandbox.simulation.Setup;

/**
 * A row of {@code found-faults.md}: the product's code with one fault in it.
 *
 * @param name what is wrong
 * @param change of methods, each as {@link Patch#of} reads it, or of the template, as {@link TemplateFault} has it
 * @param deployments that can have it, as {@link Setup#is} reads it
 * @param tried how many seeds were tried until it was found
 * @param seed with which it is found; empty if none is known
 * @param promise what it breaks
 */
public record SeededFault(
        String name, String change, String deployments, int tried, Optional<Long> seed, Promise promise) {
    private static final String OF_TEMPLATE = "template: ";

    /** @throws IllegalArgumentException if a cell is not of the table */
    public static SeededFault ofRow(String row) {
        String[] cells = row.substring(2, row.length() - 2).split(" *\\| *", -1);
        return new SeededFault(
                cells[0],
                cells[1],
                cells[2],
                cells[3].isEmpty() ? 0 : Integer.parseInt(cells[3]),
                cells[4].isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(cells[4])),
                Arrays.stream(Promise.values())
                        .filter(each -> each.toString().equals(cells[5]))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no promise: " + cells[5])));
    }

    public SeededFault found(Optional<Long> with, int after) {
        return new SeededFault(name, change, deployments, after, with, promise);
    }

    public String row() {
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        change,
                        deployments,
                        tried == 0 ? "" : tried,
                        seed.map(String::valueOf).orElse(""),
                        promise);
    }

    public boolean canBeIn(Setup setup) {
        return setup.is(deployments);
    }

    /** The code with this fault. */
    public Code code() {
        return change.startsWith(OF_TEMPLATE)
                ? new Code(
                        name,
                        Code.PRODUCT.classes(),
                        TemplateFault.of(change.substring(OF_TEMPLATE.length())).apply(Code.PRODUCT.template()))
                : new Code(
                        name,
                        new PatchedClasses(
                                Stream.of(change.split("; ")).map(Patch::of).toList()),
                        Code.PRODUCT.template());
    }

    @Override
    public String toString() {
        return name;
    }
}
