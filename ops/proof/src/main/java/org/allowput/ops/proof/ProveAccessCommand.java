package org.allowput.ops.proof;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.template.PlainPolicies;
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
        name = "prove-access",
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
public final class ProveAccessCommand implements OperatorCommand {
    private static final String NOT_COVERED = """
        Not covered: policies and permissions that are attached outside of the template, an existing bucket or key and
        its policy, whether the Grant says what you agreed, AWS's own errors, and other partitions than aws (prove
        them with --parameter AWS::Partition=NAME). Values of parameters must not be dynamic references.\
        """;

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
                    + " default, that section is used. For account B's template, what its functions are meant to use:"
                    + " SourceBucket, TargetAccount, RoleName, ReceiptsBucket, LargeObjectsBucket, KmsKeyArns.")
    private @Nullable Path grant;

    @Option(
            names = "--role-policy",
            paramLabel = "FILE",
            description =
                    "In place of a template: the permissions of a role in JSON, with --trust and --grant. The grant"
                            + " then has the ExternalIds themselves.")
    private @Nullable Path rolePolicy;

    @Option(names = "--trust", paramLabel = "FILE", description = "The trust policy of that role in JSON.")
    private @Nullable Path trust;

    @Option(
            names = "--export",
            paramLabel = "FOLDER",
            description = "Writes each question that the solver Z3 decided into a file of that folder, in the language"
                    + " SMT-LIB with Z3's answer as its status, for other solvers.")
    private @Nullable Path export;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Writes what one template of account A grants, what is proven and how to revoke it as one page"
                            + " in HTML, for people who decide about it. It has no values of secret parameters.")
    private @Nullable Path page;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        boolean plain = rolePolicy != null && trust != null && grant != null;
        if (plain != files.isEmpty() || (!plain && (rolePolicy != null || trust != null))) {
            throw new ParameterException(
                    commandLine,
                    "Missing: TEMPLATE, a CloudFormation template in JSON or YAML; or --role-policy, --trust and"
                            + " --grant");
        }
        if (page != null && files.size() != 1) {
            throw new ParameterException(commandLine, "--page takes one TEMPLATE, was: " + files.size());
        }
        PrintWriter out = commandLine.getOut();
        boolean refuted = false;
        boolean undecided = false;
        for (Path file : plain ? List.of(Objects.requireNonNull(rolePolicy)) : files) {
            out.println(EscapedText.of(file.toString()));
            List<Decision> verdicts = decide(file);
            writePage(file, verdicts);
            for (Decision verdict : verdicts) {
                refuted |= verdict instanceof Decision.Refuted;
                undecided |= verdict instanceof Decision.Undecided;
                print(verdict, out);
            }
            out.flush();
        }
        out.println(NOT_COVERED);
        return (refuted ? ExitStatus.FINDINGS : undecided ? ExitStatus.NOT_DONE : ExitStatus.OK).code();
    }

    /** Any error while a template is read or proven means that nothing was proven: that has one exit code. */
    private List<Decision> decide(Path file) {
        try {
            return trust == null
                    ? proof(file).decide(claim -> true, questions(file), page != null)
                    : decidePolicies(text(file), text(trust), expectedGrant().orElseThrow(), questions(file));
        } catch (OperationException e) {
            throw e;
        } catch (IOException e) {
            throw new OperationException(
                    file + " is not a template in JSON or YAML: " + escaped(e) + "; expected a CloudFormation template",
                    e);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedPolicyException e) {
            throw new OperationException(file + ": " + escaped(e), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new OperationException(
                    file + ": the proof does not understand it (" + e.getClass().getSimpleName() + ": " + escaped(e)
                            + "); expected a template that the CDK app has made",
                    e);
        }
    }

    private TemplateProof proof(Path file) throws IOException {
        TemplateProof proof = new TemplateProof(Template.parse(text(file)), parameters, expectedGrant());
        if (page != null && proof.isSource()) {
            throw new OperationException(
                    file + " is a template of account B: --page is what account A grants; expected A's template");
        }
        return proof;
    }

    private void writePage(Path file, List<Decision> verdicts) {
        if (page == null) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("bin/prove-access", "--page", "PAGE.html"));
        parameters.keySet().forEach(name -> command.addAll(List.of("--parameter", name + "=VALUE")));
        if (grant != null) {
            command.addAll(List.of("--grant", grant.toString()));
        }
        command.add(file.toString());
        try {
            Files.writeString(
                    page,
                    ProofPage.of(
                            file.getFileName().toString(),
                            text(file),
                            verdicts,
                            String.join(" ", command),
                            NOT_COVERED.replace('\n', ' ')));
        } catch (IOException e) {
            throw new OperationException(page + ": " + e + "; expected a file that can be written", e);
        }
    }

    /** Only what is about the role itself: there is no bucket, and no other role. */
    private static List<Decision> decidePolicies(
            String rolePolicy, String trust, Map<String, Object> grant, Questions questions) throws IOException {
        PlainPolicies policies = PlainPolicies.read(trust, rolePolicy, grant);
        return new TemplateProof(policies.template(), policies.values(), Optional.of(policies.grant()))
                .decide(
                        claim -> !claim.matches("(?s)(No other role|No two accounts|The policy of|A session lasts).*"),
                        questions,
                        false);
    }

    private static String escaped(Throwable e) {
        return String.valueOf(e.getMessage()).lines().map(EscapedText::of).collect(Collectors.joining("\n  "));
    }

    private Questions questions(Path file) throws IOException {
        return export == null
                ? Questions.IGNORED
                : new QuestionFiles(export, file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    }

    private Optional<Map<String, Object>> expectedGrant() throws IOException {
        return grant == null ? Optional.empty() : Optional.of(Template.grant(text(grant)));
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
            case Decision.Proven(String claim, Duration time, Optional<Decision.Examples> ignored) ->
                out.printf("  proven   %5d ms  %s%n", time.toMillis(), EscapedText.of(claim));
            case Decision.Refuted(String claim, Duration time, String reason, List<String> request) ->
                print("REFUTED  ", claim, time, reason, request, out);
            case Decision.Undecided(String claim, Duration time, String reason, List<String> request) ->
                print("UNDECIDED", claim, time, reason, request, out);
        }
    }

    private static void print(
            String verdict, String claim, Duration time, String reason, List<String> request, PrintWriter out) {
        out.printf("  %s%5d ms  %s%n", verdict, time.toMillis(), EscapedText.of(claim));
        out.printf("                     because %s%n", EscapedText.of(reason));
        request.forEach(line -> out.printf("                       %s%n", EscapedText.of(line)));
    }
}
