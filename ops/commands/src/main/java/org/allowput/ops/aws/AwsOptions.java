package org.allowput.ops.aws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose credentials a command uses, and where. */
public final class AwsOptions {
    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Option(names = "--region", paramLabel = "REGION")
    private @Nullable String region;

    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    public ProfileClients open() {
        return ProfileClients.open(Optional.ofNullable(profile), region());
    }
}
