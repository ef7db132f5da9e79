package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.aws.AwsOptions;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackName;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.policy.PolicyException;
import org.allowput.policy.template.Template;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/prove-access}: proves what policies allow, or shows a request that refutes it. */
@Command(name = "prove-access")
public final class ProveAccessCommand extends OperatorCommand {
    private static final Pattern CDK_ENVIRONMENT = Pattern.compile("aws://(\\d{12})/(.+)");
    /** On the page: what others do not have or must not know. */
    private static final Set<String> NOT_SHOWN = Set.of("--json", "--page", "--profile");

    @Option(names = "--role", paramLabel = "NAME")
    private @Nullable String role;

    @Option(names = "--bucket", paramLabel = "NAME")
    private @Nullable String bucket;

    @Option(names = "--trusts", paramLabel = "ACCOUNT")
    private List<String> trusts = List.of();

    @Option(names = "--prefix", paramLabel = "PREFIX")
    private @Nullable String prefix;

    @Option(names = "--allow", paramLabel = "NAME")
    private List<String> allow = List.of();

    @Option(names = "--template", paramLabel = "FILE")
    private @Nullable Path template;

    @Option(names = "--parameter", paramLabel = "NAME=VALUE")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(names = "--account", paramLabel = "ID")
    private @Nullable String account;

    @Option(names = "--page", paramLabel = "FILE")
    private @Nullable Path page;

    /** Of account A, or else of account B. */
    @Mixin
    private StackName stack = new StackName(DeploymentStacks.TARGET);

    @Mixin
    private AwsOptions aws = new AwsOptions();

    @Override
    public Integer call() throws IOException {
        String stackOptions = typed(Set.of("--name", "--stack")::contains);
        if (!stackOptions.isEmpty() && (role != null || template != null)) {
            throw wrong(
                    "Seen a stack beside --role or --template, expected one of the three: a stack says what it means"
                            + " itself.");
        }
        List<ExpectedGrant> expected = expected();
        ProofReport report;
        try {
            report = template != null ? ofTemplate(template, expected) : ofAccount(expected);
        } catch (IllegalArgumentException e) {
            String notModelled = "What is not modelled, so that nothing is proven: ";
            String lines =
                    String.valueOf(e.getMessage()).lines().map(EscapedText::of).collect(Collectors.joining("\n  "));
            throw new OperationException((e instanceof PolicyException ? notModelled : "") + lines, e);
        }
        output.print(report.json(), report.text());
        if (page != null) {
            Files.writeString(page, report.page("bin/prove-access" + typed(name -> !NOT_SHOWN.contains(name))));
        }
        Set<Verdict> verdicts =
                report.decisions().stream().map(Decision::verdict).collect(Collectors.toSet());
        boolean isUndecided = verdicts.contains(Verdict.UNDECIDED);
        ExitStatus others = isUndecided ? ExitStatus.NOT_DONE : ExitStatus.OK;
        return (verdicts.contains(Verdict.REFUTED) ? ExitStatus.FINDINGS : others).code();
    }

    private ProofReport ofTemplate(Path file, List<ExpectedGrant> expected) throws IOException {
        Optional<MatchResult> ofCdk = ofCdk(file);
        ResolvedTemplate resolved = new ResolvedTemplate(
                Template.parse(Files.readString(file)),
                parameters,
                Optional.ofNullable(account).or(() -> ofCdk.map(found -> found.group(1))),
                aws.region().or(() -> ofCdk.map(found -> found.group(2))));
        return Proof.ofTemplate(resolved, expected);
    }

    /** Account and Region of a template that the CDK synthesized, as {@code manifest.json} beside it says. */
    private static Optional<MatchResult> ofCdk(Path file) throws IOException {
        Path manifest = file.resolveSibling("manifest.json");
        String json = Files.exists(manifest) ? Files.readString(manifest) : "{}";
        return Template.map(JSON.std.mapFrom(json).get("artifacts")).values().stream()
                .map(Template::map)
                .filter(artifact -> file.endsWith(
                        String.valueOf(Template.map(artifact.get("properties")).get("templateFile"))))
                .flatMap(artifact -> CDK_ENVIRONMENT
                        .matcher(String.valueOf(artifact.get("environment")))
                        .results())
                .findFirst();
    }

    private ProofReport ofAccount(List<ExpectedGrant> expected) {
        try (ProfileClients clients = aws.open()) {
            return Proof.ofAccount(clients, stack.ofEither(), expected);
        }
    }

    /** What is expected, as it was typed; empty if a stack says it. */
    private List<ExpectedGrant> expected() {
        if (role == null) {
            return List.of();
        }
        if (trusts.isEmpty() || prefix == null || bucket == null) {
            throw wrong(
                    "Missing: what is expected, which is not read from the policies: --role, --bucket, --trusts ACCOUNT"
                            + " and --prefix (\"\" for all keys), and --allow for what the role allows besides"
                            + " s3:PutObject.");
        }
        return List.of(ExpectedGrant.of(role, bucket, trusts, prefix, allow));
    }
}
