package org.allowput.infra.function;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.allowput.infra.construct.CfnEscapeHatch;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.function.FunctionArchitecture;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The resources and properties that all functions have in common: code, runtime, memory, a log that is retained, an
 * alias, network and key.
 */
public final class FunctionResources {
    /** The alias of each function. */
    public static final String ALIAS = "live";

    private FunctionResources() {}

    public static LogGroup log(Construct scope, Settings settings) {
        LogGroup log = LogGroup.Builder.create(scope, "Log")
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        CfnLogGroup resource = CfnEscapeHatch.of(log, CfnLogGroup.class);
        resource.setRetentionInDays(settings.logs().retentionDays());
        settings.encryption().kmsKeyArn().ifPresent(resource::setKmsKeyId);
        return log;
    }

    public static Function.Builder function(Construct scope, Settings settings, Path zip, LogGroup log, Role role) {
        boolean isArm = settings.function().architecture() == FunctionArchitecture.ARM64;
        return Function.Builder.create(scope, "Function")
                .runtime(Runtime.JAVA_25)
                .architecture(isArm ? Architecture.ARM_64 : Architecture.X86_64)
                .code(Code.fromAsset(zip.toString()))
                .memorySize(settings.function().memoryMiB())
                .logGroup(log)
                .role(role)
                // A version that is still at work when the next one goes live stays until it is done, and to go back
                // to.
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                        .build());
    }

    public static Alias live(Construct scope, Function function) {
        return Alias.Builder.create(scope, "Live")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    /**
     * The role of a function that copies.
     *
     * @param name empty if CloudFormation chooses one
     */
    public static Role copyRole(Construct scope, Settings settings, Optional<String> name, Permissions permissions) {
        return Role.Builder.create(new Construct(scope, "Access"), "Role")
                .roleName(name.orElse(null))
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Copies objects of " + settings.source().bucketName() + " to account "
                        + settings.target().account())
                .inlinePolicies(Map.of("Replicate", permissions.document()))
                .build();
    }

    /** The network and the key that the settings choose. */
    public static void configure(Function function, Settings settings) {
        CfnFunction resource = CfnEscapeHatch.of(function, CfnFunction.class);
        if (settings.network().isInVpc()) {
            resource.setVpcConfig(CfnFunction.VpcConfigProperty.builder()
                    .subnetIds(settings.network().subnets())
                    .securityGroupIds(settings.network().securityGroups())
                    .build());
        }
        settings.encryption().kmsKeyArn().ifPresent(resource::setKmsKeyArn);
    }
}
