package org.allowput.ops.acceptance;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which accounts, and how much. */
final class AcceptanceOptions {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?");
    private static final long MIN_LARGE_MIB = 16;

    @Option(names = "--target-profile", paramLabel = "NAME", description = "An administrator of account A. Required.")
    @Nullable
    String target;

    @Option(names = "--source-profile", paramLabel = "NAME", description = "An administrator of account B. Required.")
    @Nullable
    String source;

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
    private @Nullable String name;

    @Option(
            names = "--large",
            paramLabel = "SIZE",
            defaultValue = "20GiB",
            converter = MebibytesConverter.class,
            description = "The size of the large object, such as 512MiB or 20GiB. Default: ${DEFAULT-VALUE}.")
    long largeMiB;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Objects that are put one by one, and that S3 Batch Operations copies. Default:"
                    + " ${DEFAULT-VALUE}.")
    int objects;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Objects that are put at once. Default: ${DEFAULT-VALUE}.")
    int burst;

    @Option(names = "--keep", description = "Does not remove what was created. Remove it later with --remove.")
    boolean keep;

    @Option(
            names = "--remove",
            paramLabel = "LEDGER",
            description = "Only removes what an earlier run created: the file ledger.jsonl in its folder.")
    @Nullable
    Path remove;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where protocol, events, ledger and log are written. Default: acceptance-NAME.")
    private @Nullable Path output;

    /** What is wrong; empty if nothing is. */
    Optional<String> problem() {
        if (target == null || source == null) {
            return Optional.of(
                    "Missing required option: " + (target == null ? "--target-profile" : "--source-profile") + "=NAME");
        }
        if (name != null && !NAME.matcher(name).matches()) {
            return Optional.of("--name: seen '" + name
                    + "', expected 1 to 16 of a-z, 0-9 and -, which begins and ends with a letter or digit");
        }
        if (objects < 1 || burst < 1) {
            return Optional.of("--objects and --burst have to be at least 1");
        }
        if (largeMiB < MIN_LARGE_MIB) {
            return Optional.of("--large has to be at least " + MIN_LARGE_MIB + "MiB");
        }
        return Optional.empty();
    }

    Optional<String> region() {
        return Optional.ofNullable(region);
    }

    String name() {
        if (name == null) {
            name = ResourceNames.generated();
        }
        return name;
    }

    Path output() {
        return (output == null ? Path.of("acceptance-" + name()) : output).toAbsolutePath();
    }

    /** Reads sizes such as 512MiB and 20GiB. */
    static final class MebibytesConverter implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,7})(MiB|GiB)");

        @Override
        public Long convert(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw new TypeConversionException("seen '" + text + "', expected a size such as 512MiB or 20GiB");
            }
            return Long.parseLong(size.group(1)) * (size.group(2).equals("GiB") ? 1024 : 1);
        }
    }
}
