package org.allowput.ops.acceptance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.acceptance.deploy.Ledger;
import org.allowput.ops.acceptance.deploy.Removal;
import org.allowput.ops.acceptance.deploy.ResourceNames;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperatorCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bin/acceptance}: answers what only two real accounts can show, and leaves a protocol. */
@Command(
        name = "acceptance",
        description =
                "Deploys into two accounts with the plain templates and with the CDK, checks what only AWS can show,"
                        + " measures, writes a protocol, and removes everything that it created.",
        footer = {
            "",
            "It asks before it starts, and touches nothing that it did not create. Details: docs/acceptance.md.",
            "Examples:",
            "  bin/acceptance --target-profile a --source-profile b",
            "  bin/acceptance --target-profile a --source-profile b --large 6GiB --yes",
            "  bin/acceptance --target-profile a --source-profile b --remove=ledger.txt"
        })
public final class AcceptanceCommand implements OperatorCommand {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?");
    private static final int MIN_LARGE_MIB = 16;

    static final class Mebibytes implements ITypeConverter<Integer> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(MiB|GiB)");

        @Override
        public Integer convert(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw new TypeConversionException("seen '" + text + "', expected a size such as 512MiB or 20GiB");
            }
            return Integer.parseInt(size.group(1)) * (size.group(2).equals("GiB") ? 1024 : 1);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--target-profile",
            required = true,
            paramLabel = "NAME",
            description = "An administrator of account A.")
    private String target = "";

    @Option(
            names = "--source-profile",
            required = true,
            paramLabel = "NAME",
            description = "An administrator of account B.")
    private String source = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The Region of both stacks. Default: AWS_REGION, or the Region of the target profile.")
    private @Nullable String region;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The deployment's name, a part of all names. There must be no deployment of this name."
                    + " Default: a generated one.")
    String name = ResourceNames.generated();

    @Option(
            names = "--large",
            paramLabel = "SIZE",
            defaultValue = "20GiB",
            converter = Mebibytes.class,
            description = "The size of the large object, such as 512MiB or 20GiB. Default: ${DEFAULT-VALUE}.")
    int largeMiB;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Objects that are put one by one, and that S3 Batch Operations copies; ten times as many are"
                    + " put at once. Default: ${DEFAULT-VALUE}.")
    int objects;

    @Option(names = "--keep", description = "Does not remove what was created. Remove it later with --remove.")
    boolean keep;

    @Option(
            names = "--remove",
            paramLabel = "LEDGER",
            description = "Only removes what an earlier run created: the file ledger.txt in its folder.")
    private @Nullable Path remove;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where protocol, events, ledger and log are written. Default: acceptance-NAME.")
    private @Nullable Path output;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        require(
                NAME.matcher(name).matches(),
                "--name: seen '" + name
                        + "', expected 1 to 16 of a-z, 0-9 and -, which begins and ends with a letter or digit");
        require(objects > 0, "--objects has to be at least 1");
        require(largeMiB >= MIN_LARGE_MIB, "--large has to be at least " + MIN_LARGE_MIB + "MiB");
        PrintWriter out = spec.commandLine().getOut();
        try (Accounts accounts = Accounts.open(target, source, Optional.ofNullable(region))) {
            if (remove != null) {
                Removal removal = new Removal(accounts, new Ledger(remove), line -> {
                    out.println(line);
                    out.flush();
                });
                return (removal.run() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
            }
            BuiltCheckout checkout = BuiltCheckout.current();
            confirmation.require(("The deployment %s would be created in both accounts in %s, checked and removed; its"
                            + " cost is in docs/acceptance.md")
                    .formatted(name, accounts.region()));
            return new Acceptance(accounts, checkout, this, out).run().code();
        }
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }

    /** How many objects are put at once. */
    int burst() {
        return 10 * objects;
    }

    Path output() {
        return (output == null ? Path.of("acceptance-" + name) : output).toAbsolutePath();
    }
}
