package org.allowput.ops.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.aws.SourceStackCommand;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;

@Command(
        name = "rollback",
        description = "Lists the versions of the function. With --to, makes another one live: the alias that queue,"
                + " bucket and jobs invoke then refers to it.",
        footer = {
            "",
            "A version has the code and the settings of its deployment, the ExternalId included. The next deployment"
                    + " that publishes a version makes that one live. Details: docs/commands.md#roll-back.",
            "Examples:",
            "  bin/rollback",
            "  bin/rollback --to 7 --yes"
        })
public final class RollbackCommand extends SourceStackCommand {
    @Option(names = "--to", paramLabel = "VERSION", description = "The version that becomes live, such as 7.")
    private @Nullable String to;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(DeployedStack deployed) {
        LiveAlias alias = LiveAlias.of(deployed);
        List<FunctionConfiguration> versions = alias.versions();
        String live = alias.version();
        if (to == null) {
            list(versions, live);
            return ExitStatus.OK.code();
        }
        String wanted = to;
        FunctionConfiguration version = versions.stream()
                .filter(each -> each.version().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new OperationException("The function " + alias.function() + " has no version "
                        + wanted + ", only "
                        + versions.stream().map(FunctionConfiguration::version).toList()
                        + ": choose one of them with --to."));
        if (wanted.equals(live)) {
            throw new OperationException("Version " + wanted + " is live. Nothing was done.");
        }
        confirmation.require("Version %s of %s, published %s, would be live instead of version %s"
                .formatted(wanted, alias.function(), version.lastModified(), live));
        GetAliasResponse before = alias.lambda()
                .getAlias(request -> request.functionName(alias.function()).name(alias.name()));
        alias.lambda()
                .updateAlias(request -> request.functionName(alias.function())
                        .name(alias.name())
                        .revisionId(before.revisionId())
                        .functionVersion(wanted));
        String inactive = "Inactive".equals(version.stateAsString())
                ? "It is inactive: the next invocation makes Lambda create its snapshot, which takes some minutes."
                        + " Messages wait in the queue.\n"
                : "";
        output.print(
                Map.of("live", wanted, "before", live),
                "Version %s is live. To undo this: bin/rollback --to %s%n%s".formatted(wanted, live, inactive));
        return ExitStatus.OK.code();
    }

    private void list(List<FunctionConfiguration> versions, String live) {
        Table table = new Table(">version", "published", "state", "code", "");
        for (FunctionConfiguration version : versions) {
            String state = Objects.requireNonNullElse(version.stateAsString(), "-");
            boolean isLive = version.version().equals(live);
            if (output.isJson()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("version", version.version());
                json.put("published", version.lastModified());
                json.put("state", state);
                json.put("codeSha256", version.codeSha256());
                json.put("live", isLive);
                output.print(json);
            } else {
                table.row(
                        version.version(),
                        version.lastModified(),
                        state,
                        Table.shortened(version.codeSha256(), 12),
                        isLive ? "live" : "");
            }
        }
        if (!output.isJson()) {
            output.writer().print(table);
            output.writer().flush();
        }
    }
}
