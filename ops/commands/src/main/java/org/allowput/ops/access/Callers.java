package org.allowput.ops.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Who tries.
 *
 * @param source a principal of the trusted account that may assume the role
 * @param sourceDirectly the same, at S3, without assuming anything
 * @param withCredentials S3 as somebody else: for the role's session
 * @param withoutPolicy a principal of the trusted account whose policies do not let it assume the role
 * @param outsider a principal of an account that the role does not trust
 * @param target an administrator of the target account, to remove what the probes left
 * @param leftBehind receives the objects that could not be removed
 */
public record Callers(
        StsClient source,
        S3Client sourceDirectly,
        Function<AwsCredentialsProvider, S3Client> withCredentials,
        Optional<StsClient> withoutPolicy,
        Optional<StsClient> outsider,
        Optional<S3Client> target,
        Consumer<List<String>> leftBehind) {}
