package org.allowput.ops.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackName;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * The access check with profiles of the AWS CLI, against AWS or the endpoint that the environment names.
 *
 * <p>With a profile of the target account it reads role and bucket from the stack's outputs, makes a bucket that has to
 * be refused, and removes that and what the probes put. Without one it reads them from --grant, and an object of a few
 * bytes stays.
 */
@Command(name = "check-access", exitCodeList = "1:An answer is not the expected one.")
public final class CheckAccessCommand implements OperatorCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--source-profile",
            required = true,
            paramLabel = "NAME",
            description = "A principal of account B that may assume the role.")
    private String source = "";

    @Option(names = "--target-profile", paramLabel = "NAME", description = "An administrator of account A.")
    private @Nullable String target;

    @Mixin
    private StackName stack = new StackName(DeploymentStacks.TARGET);

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "Of the target bucket. Default: that of --grant, AWS_REGION, or the Region of the profile.")
    private @Nullable String region;

    @Option(
            names = "--other-bucket",
            paramLabel = "NAME",
            description = "A bucket that the role must not put into, without --target-profile.")
    private @Nullable String otherBucket;

    @Option(
            names = "--source-bucket",
            paramLabel = "NAME",
            description = "With source.requiredTag, the source bucket: it has to have versioning. The source profile"
                    + " needs s3:GetBucketVersioning.")
    private @Nullable String sourceBucket;

    @Option(
            names = "--without-policy-profile",
            paramLabel = "NAME",
            description = "A principal of account B that its own account does not let assume the role.")
    private @Nullable String withoutPolicy;

    @Option(names = "--outsider-profile", paramLabel = "NAME", description = "A principal of a third account.")
    private @Nullable String outsider;

    @Mixin
    private Output output = new Output();

    private @Nullable TargetGrant line;

    @Option(
            names = "--grant",
            paramLabel = "LINE",
            description = "The output TargetGrant of account A's stack, without --target-profile: it has the role, the"
                    + " bucket, its Region, the prefix and the opt-ins.")
    void grant(String value) {
        try {
            line = TargetGrant.parse(value);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "no output TargetGrant of account A's stack: " + e.getMessage() + ". Give it between apostrophes.");
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    @Override
    public Integer call() {
        if (line != null && (target != null || region != null)) {
            throw wrong("--grant states the bucket and its Region: leave out --target-profile and --region.");
        }
        if (target == null && (line == null || otherBucket == null)) {
            throw wrong("Missing: --target-profile, or --other-bucket with --grant.");
        }
        String externalId = externalId();
        Optional<String> place = Optional.ofNullable(line).map(grant -> grant.get(Field.REGION));
        try (ProfileClients clients = ProfileClients.open(
                Optional.of(source), Optional.ofNullable(region).or(() -> place))) {
            if (target != null) {
                return checkStack(clients, clients.withProfile(target), externalId);
            }
            TargetGrant grant = Objects.requireNonNull(line);
            warn(grant, "; they are not removed without --target-profile.");
            return check(clients, grant, externalId, Objects.requireNonNull(otherBucket), Optional.empty());
        }
    }

    /**
     * The value of the variable if it is set. Otherwise what is typed at the terminal, without an echo, or the first
     * line of standard input. It is not an option: others on this computer could read that, and the shell's history
     * would keep it.
     */
    @SuppressWarnings("SystemConsoleNull") // Since JDK 25 it is null again where standard input is no terminal.
    private static String externalId() {
        String given = Objects.requireNonNullElse(System.getenv("EXTERNAL_ID"), "");
        Console console = System.console();
        if (given.isEmpty() && console != null && console.isTerminal()) {
            char[] typed = console.readPassword("ExternalId (not shown): ");
            given = typed == null ? "" : new String(typed);
        } else if (given.isEmpty()) {
            Scanner lines = new Scanner(System.in, UTF_8);
            given = lines.hasNextLine() ? lines.nextLine() : "";
        }
        if (given.isBlank()) {
            throw new OperationException("No ExternalId was given: type it at the prompt, pass it on standard input, or"
                    + " set EXTERNAL_ID.");
        }
        return given.strip();
    }

    private void warn(TargetGrant grant, String end) {
        output.warn("Puts objects below s3://" + grant.get(Field.BUCKET) + "/" + grant.get(Field.KEY_PREFIX)
                + AccessCheck.PREFIX + end);
    }

    private int checkStack(ProfileClients clients, ProfileClients administrator, String externalId) {
        StackOutputs outputs = StackOutputs.of(administrator, stack.get());
        outputs.find(StackOutput.TRUSTED_ROLE_NAME).ifPresent(name -> requireRole(name, clients));
        TargetGrant grant = outputs.grant();
        S3Client s3 = administrator.s3();
        String refused = "access-check-" + UUID.randomUUID();
        warn(grant, ", creates the bucket " + refused + ", and removes both.");
        return AccessCheck.andCleanUp(
                () -> {
                    s3.createBucket(request -> request.bucket(refused));
                    return check(clients, grant, externalId, refused, Optional.of(s3));
                },
                () -> removeBucket(s3, refused));
    }

    /** Where only one role of account B is trusted, every attempt of another principal fails, and says nothing. */
    private static void requireRole(String name, ProfileClients clients) {
        String caller = clients.sts().getCallerIdentity().arn();
        if (!caller.contains(":assumed-role/" + name + "/")) {
            throw new OperationException("Account A trusts only the role " + name
                    + " of account B (source.roleName), and"
                    + " --source-profile is " + caller + ": use a profile that assumes that role. Where only the"
                    + " function may assume it, this check cannot be made.");
        }
    }

    private void removeBucket(S3Client s3, String name) {
        try {
            s3.deleteBucket(request -> request.bucket(name));
        } catch (NoSuchBucketException e) {
            // It was not created.
            return;
        } catch (SdkException e) {
            output.warn("Not removed: the bucket " + name + " (" + e.getMessage()
                    + "). Remove it: aws s3 rb --force s3://" + name);
        }
    }

    private int check(
            ProfileClients clients,
            TargetGrant grant,
            String externalId,
            String refused,
            Optional<S3Client> administrator) {
        AccessCheck.Callers callers = new AccessCheck.Callers(
                clients.sts(),
                clients.s3(),
                credentials -> clients.as(credentials).s3(),
                Optional.ofNullable(withoutPolicy)
                        .map(name -> clients.withProfile(name).sts()),
                Optional.ofNullable(outsider)
                        .map(name -> clients.withProfile(name).sts()),
                administrator,
                left -> output.warn("Not removed: " + String.join(", ", left)
                        + ". Remove all versions of them as account A's administrator."));
        List<Attempt> attempts = new ArrayList<>(AccessCheck.run(grant, externalId, refused, callers));
        if (sourceBucket != null) {
            attempts.add(versioning(sourceBucket, clients.crossRegionS3()));
        }
        if (output.isJson()) {
            output.printRows(attempts.stream().map(Attempt::fields), 0);
        } else {
            output.writer().print(Attempt.report(attempts));
            output.writer().flush();
        }
        return (attempts.stream().allMatch(Attempt::asExpected) ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /**
     * {@code source.requiredTag} needs versioning, and no template can require it of a bucket that exists.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html">GetBucketVersioning:
     *     no status if it was never enabled</a>
     */
    static Attempt versioning(String bucket, S3Client s3) {
        AtomicReference<String> status = new AtomicReference<>("");
        String answer = Attempt.answer(() -> status.set(String.valueOf(
                s3.getBucketVersioning(request -> request.bucket(bucket)).statusAsString())));
        boolean isOff = answer.equals(Attempt.ALLOWED) && !status.get().equals("Enabled");
        return new Attempt(
                "the source bucket",
                "versioning is enabled",
                Attempt.ALLOWED,
                isOff ? "failed: versioning is " + status.get().replace("null", "never enabled") : answer);
    }
}
