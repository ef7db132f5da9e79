package org.allowput.ops.access;

import java.io.Console;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.access.AccessCheck.CallingPrincipal;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackName;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sts.StsClient;

/** The access check with profiles of the AWS CLI: what is granted is read from A's stack, or from --grant. */
@Command(name = "check-access")
public final class CheckAccessCommand extends OperatorCommand {
    @Option(names = "--source-profile", required = true, paramLabel = "NAME")
    private String source = "";

    @Option(names = "--target-profile", paramLabel = "NAME")
    private @Nullable String target;

    @Mixin
    private StackName stack = new StackName(DeploymentStacks.TARGET);

    @Option(names = "--region", paramLabel = "CODE")
    private @Nullable String region;

    @Option(names = "--other-bucket", paramLabel = "NAME")
    private String otherBucket = "";

    @Option(names = "--source-bucket", paramLabel = "NAME")
    private String sourceBucket = "";

    @Option(names = "--without-policy-profile", paramLabel = "NAME")
    private @Nullable String withoutPolicy;

    @Option(names = "--outsider-profile", paramLabel = "NAME")
    private @Nullable String outsider;

    private @Nullable TargetGrant line;

    @Option(names = "--grant", paramLabel = "LINE")
    void grant(String value) {
        try {
            line = TargetGrant.parse(value);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "no output TargetGrant of account A's stack: " + e.getMessage() + ". Give it between apostrophes.");
        }
    }

    @Override
    public Integer call() {
        if (line != null && (target != null || region != null)) {
            throw wrong("--grant states the bucket and its Region: leave out --target-profile and --region.");
        }
        if (target == null && (line == null || otherBucket.isEmpty())) {
            throw wrong("Missing: --target-profile, or --other-bucket with --grant.");
        }
        String externalId = externalId();
        String place = line == null ? region : line.get(Field.REGION);
        try (ProfileClients clients = ProfileClients.open(Optional.of(source), Optional.ofNullable(place))) {
            Optional<ProfileClients> administrator = Optional.ofNullable(target).map(clients::withProfile);
            TargetGrant grant = line == null ? deployed(administrator.orElseThrow(), clients) : line;
            output.warn("Puts objects below s3://" + grant.get(Field.BUCKET) + "/" + grant.get(Field.KEY_PREFIX)
                    + AccessCheck.PREFIX
                    + (target == null
                            ? "; they are not removed without --target-profile."
                            : ", creates a bucket that has to be refused, and removes both."));
            Map<CallingPrincipal, StsClient> callers = new EnumMap<>(Map.of(CallingPrincipal.TRUSTED, clients.sts()));
            if (withoutPolicy != null) {
                callers.put(
                        CallingPrincipal.WITHOUT_POLICY,
                        clients.withProfile(withoutPolicy).sts());
            }
            if (outsider != null) {
                callers.put(
                        CallingPrincipal.OUTSIDER, clients.withProfile(outsider).sts());
            }
            AccessCheck check = new AccessCheck(
                    callers,
                    clients.crossRegionS3(),
                    credentials -> clients.as(credentials).s3(),
                    administrator.map(ProfileClients::s3),
                    output::warn);
            List<Attempt> attempts = check.run(grant, externalId, otherBucket, sourceBucket);
            if (output.isJson()) {
                attempts.forEach(output::print);
            } else {
                output.writer().print(Attempt.report(attempts));
                output.writer().flush();
            }
            return (attempts.stream().allMatch(Attempt::asExpected) ? ExitStatus.OK : ExitStatus.FINDINGS).code();
        }
    }

    /**
     * The value of the variable if it is set. Otherwise what is typed at the terminal, without an echo, or the first
     * line of standard input. It is not an option: others on this computer could read that, and the shell's history
     * would keep it.
     */
    @SuppressWarnings("SystemConsoleNull") // Since JDK 25 it is null again where standard input is no terminal.
    private static String externalId() {
        String given = System.getenv().getOrDefault("EXTERNAL_ID", "");
        Console console = System.console();
        if (given.isEmpty() && console != null && console.isTerminal()) {
            char[] typed = console.readPassword("ExternalId (not shown): ");
            given = typed == null ? "" : new String(typed);
        } else if (given.isEmpty()) {
            given = Objects.requireNonNullElse(IO.readln(), "");
        }
        if (given.isBlank()) {
            throw new OperationException("No ExternalId was given: type it at the prompt, pass it on standard input, or"
                    + " set EXTERNAL_ID.");
        }
        return given.strip();
    }

    /**
     * What the stack grants. Where only one role of account B is trusted, every attempt of another principal fails, and
     * says nothing.
     */
    private TargetGrant deployed(ProfileClients administrator, ProfileClients clients) {
        StackOutputs outputs = StackOutputs.of(administrator, stack.get());
        outputs.find(StackOutput.TRUSTED_ROLE_NAME).ifPresent(name -> {
            String caller = clients.sts().getCallerIdentity().arn();
            if (!caller.contains(":assumed-role/" + name + "/")) {
                throw new OperationException("Account A trusts only the role " + name
                        + " of account B (source.roleName), and"
                        + " --source-profile is " + caller + ": use a profile that assumes that role. Where only the"
                        + " function may assume it, this check cannot be made.");
            }
        });
        return outputs.grant();
    }
}
