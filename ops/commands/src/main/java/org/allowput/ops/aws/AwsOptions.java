package org.allowput.ops.aws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose credentials a command uses, and where. */
public final class AwsOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile of the AWS CLI whose credentials and Region are used. Default: AWS_PROFILE, or"
                    + " the credentials that the AWS CLI would use. Certificates in AWS_CA_BUNDLE, or the profile's"
                    + " ca_bundle, replace the JDK's.")
    private @Nullable String profile;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The Region of the stack. Default: AWS_REGION, or the Region of the profile.")
    private @Nullable String region;

    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Clients with these credentials. */
    public ProfileClients open() {
        return ProfileClients.open(Optional.ofNullable(profile), region());
    }
}
