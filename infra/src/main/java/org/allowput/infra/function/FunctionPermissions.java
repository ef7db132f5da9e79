package org.allowput.infra.function;

import java.util.List;
import java.util.Map;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;

/** The permissions that the functions of account B share. They have none in account A themselves. */
public final class FunctionPermissions {
    private static final List<String> NETWORK_INTERFACES = List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

    private FunctionPermissions() {}

    /** The permissions of a function that copies: it reads the source bucket, and assumes the role in account A. */
    public static Permissions copying(Settings settings, String logGroupArn) {
        Permissions permissions = new Permissions();
        permissions.allowAssumingTargetRole(settings);
        List<String> objects = sourceObjects(settings);
        permissions.allow("ReadSourceObjects", List.of("s3:GetObject", "s3:GetObjectVersion"), objects);
        if (settings.readsTags()) {
            permissions.allow("ReadSourceTags", List.of("s3:GetObjectTagging", "s3:GetObjectVersionTagging"), objects);
        }
        permissions.allowKeys(
                "UseSourceKey",
                List.of("kms:Decrypt"),
                settings.source().encryption().keyArns(),
                "s3",
                settings.source().region());
        permissions.allowListingSource(settings);
        if (settings.receipts().enabled()) {
            permissions.allow(
                    "WriteReceipts",
                    List.of("s3:PutObject"),
                    Arns.objects(settings.operations().bucketName(), Receipts.PREFIX));
        }
        allowRunning(permissions, settings, logGroupArn);
        return permissions;
    }

    /** The objects of the source bucket whose keys can be selected. */
    public static List<String> sourceObjects(Settings settings) {
        return settings.selection().prefixes().stream()
                .map(prefix -> Arns.objects(settings.source().bucketName(), prefix))
                .toList();
    }

    /**
     * What Lambda needs for the log, and for the network and the key that the settings choose. The function's code
     * cannot use the permissions for network interfaces.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html">Best practice for network
     *     interfaces</a>
     */
    public static void allowRunning(Permissions permissions, Settings settings, String logGroupArn) {
        permissions.allow("WriteOwnLog", List.of("logs:CreateLogStream", "logs:PutLogEvents"), logGroupArn);
        permissions.allowKeys(
                "UseEnvironmentKey",
                List.of("kms:Decrypt"),
                settings.encryption().keyArns(),
                "lambda",
                settings.source().region());
        if (settings.network().isInVpc()) {
            permissions.allow("ManageNetworkInterfaces", NETWORK_INTERFACES, "*");
            String functions = "arn:%s:lambda:%s:%s:function:*"
                    .formatted(Aws.PARTITION, Aws.REGION, settings.source().account());
            permissions.deny(
                    "DenyNetworkInterfacesToCode",
                    NETWORK_INTERFACES,
                    "*",
                    Map.of("ArnLike", Map.of("lambda:SourceFunctionArn", functions)));
        }
    }
}
