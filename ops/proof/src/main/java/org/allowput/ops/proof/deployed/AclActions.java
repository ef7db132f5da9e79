package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a permission of a bucket's access control list allows.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions">Mapping of
 *     permissions to actions</a>
 */
final class AclActions {
    private static final List<String> READ =
            List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads");
    private static final List<String> WRITE = List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion");
    private static final List<String> READ_ACP = List.of("s3:GetBucketAcl");
    private static final List<String> WRITE_ACP = List.of("s3:PutBucketAcl");

    private AclActions() {}

    static List<String> of(String permission) {
        return switch (permission) {
            case "READ" -> READ;
            case "WRITE" -> WRITE;
            case "READ_ACP" -> READ_ACP;
            case "WRITE_ACP" -> WRITE_ACP;
            // Also for a permission that S3 adds one day.
            default ->
                Stream.of(READ, WRITE, READ_ACP, WRITE_ACP)
                        .flatMap(List::stream)
                        .toList();
        };
    }
}
