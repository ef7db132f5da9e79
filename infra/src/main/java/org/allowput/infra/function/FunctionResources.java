package org.allowput.infra.function;

import java.nio.file.Path;
import java.util.List;
import org.allowput.infra.construct.CfnEscapeHatch;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.FunctionArchitecture;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Role;
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

/** What functions have in common: code, runtime, memory, a log that is retained, an alias, network and key. */
public final class FunctionResources {
    private static final List<String> NETWORK_INTERFACES = List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

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
        return Function.Builder.create(scope, "Function")
                .runtime(Runtime.JAVA_25)
                .architecture(architecture(settings.function().architecture()))
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

    private static Architecture architecture(FunctionArchitecture architecture) {
        return switch (architecture) {
            case ARM64 -> Architecture.ARM_64;
            case X86_64 -> Architecture.X86_64;
        };
    }

    public static Alias live(Construct scope, Function function) {
        return Alias.Builder.create(scope, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
    }

    /**
     * What Lambda needs for the log, and for the network and the key that the settings choose.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html">The code of a function in a
     *     VPC should not manage network interfaces</a>
     */
    public static void allowConfigured(Permissions permissions, Settings settings, String logGroupArn) {
        permissions.allow("WriteOwnLog", List.of("logs:CreateLogStream", "logs:PutLogEvents"), logGroupArn);
        settings.encryption()
                .kmsKeyArn()
                .ifPresent(key -> permissions.allow(
                        "UseEnvironmentKey",
                        List.of("kms:Decrypt"),
                        key,
                        Conditions.via("lambda", settings.source().region())));
        if (settings.network().isInVpc()) {
            permissions.allow("ManageNetworkInterfaces", NETWORK_INTERFACES, "*");
            permissions.deny(
                    "DenyNetworkInterfacesToCode",
                    NETWORK_INTERFACES,
                    "*",
                    Conditions.ofCode(Arns.functions(settings.source().account())));
        }
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
