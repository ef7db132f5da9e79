package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.solver.Decision;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/prove-access}: proves what the policies of templates allow, or shows a request that refutes it. */
@Command(
        description = {
            "Proves with an SMT solver, over all possible requests, what the policies of a template allow. Prints each"
                    + " statement as proven, or as refuted with a request that violates it. Reads files only.",
            "",
            "Examples:",
            "  bin/prove-access cdk.out/*.template.json",
            "  aws cloudformation get-template --stack-name ReplicationTarget > target.json",
            "  bin/prove-access target.json",
            ""
        },
        exitCodeList = "1:At least one statement is refuted.")
public final class ProveAccessCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "TEMPLATE",
            description =
                    "A CloudFormation template in JSON or YAML, of the target account's or the source account's stack.")
    private List<Path> files = List.of();

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "The value of a parameter. Without it, a statement is proven for all values that the template"
                    + " accepts.")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(
            names = "--grant",
            paramLabel = "FILE",
            description = "What account A means to grant, in the form of the template's section Metadata.Grant. By"
                    + " default, that section is used.")
    private @Nullable Path grant;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        if (files.isEmpty()) {
            throw new ParameterException(commandLine, "Missing: TEMPLATE, a CloudFormation template in JSON or YAML");
        }
        PrintWriter out = commandLine.getOut();
        boolean refuted = false;
        for (Path file : files) {
            out.println(file);
            for (Decision verdict : decide(file)) {
                refuted |= verdict instanceof Decision.Refuted;
                print(verdict, out);
            }
            out.flush();
        }
        return (refuted ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }

    private List<Decision> decide(Path file) {
        try {
            Template template = Template.parse(text(file));
            return new TemplateProof(template, parameters, expectedGrant()).decide();
        } catch (IOException e) {
            throw new OperationException(
                    file + " is not a template in JSON or YAML: " + e.getMessage()
                            + "; expected a CloudFormation template",
                    e);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedPolicyException e) {
            throw new OperationException(file + ": " + e.getMessage(), e);
        }
    }

    private Optional<Map<String, Object>> expectedGrant() throws IOException {
        return grant == null ? Optional.empty() : Optional.of(JSON.std.mapFrom(text(grant)));
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new OperationException(
                    file + ": no such file; expected a CloudFormation template in JSON or YAML", e);
        }
    }

    private static void print(Decision verdict, PrintWriter out) {
        switch (verdict) {
            case Decision.Proven(String claim, Duration time) ->
                out.printf("  proven   %5d ms  %s%n", time.toMillis(), claim);
            case Decision.Refuted(String claim, Duration time, String reason, List<String> request) -> {
                out.printf("  REFUTED  %5d ms  %s%n", time.toMillis(), claim);
                out.printf("                     because %s%n", reason);
                request.forEach(line -> out.printf("                       %s%n", line));
            }
        }
    }
}
