package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.cli.OperationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Tries what the grant is for, and what is nearest to it and has to be refused. A refusal is HTTP status 403 with
 * AccessDenied and nothing else: a bucket that is not there, or a signature that is wrong, would refuse for the wrong
 * reason.
 *
 * <p>Needs no more than clients, so it checks AWS as it checks an emulator. Right after a deploy AWS may refuse for
 * some seconds what it allows afterwards.
 *
 * @param callers who try to assume the role; what others would try is not tried
 * @param source a principal of the trusted account at S3, without assuming anything
 * @param withCredentials S3 with those of the role's session
 * @param administrator of the target account, to create the other bucket, and to remove everything; without, an object
 *     of a few bytes under {@value #PREFIX} stays in the bucket
 * @param warn receives what could not be removed
 */
public record AccessCheck(
        Map<CallingPrincipal, StsClient> callers,
        S3Client source,
        Function<AwsCredentialsProvider, S3Client> withCredentials,
        Optional<S3Client> administrator,
        Consumer<String> warn) {
    /** Where the attempts put their objects. */
    public static final String PREFIX = "allow-put-to-s3-access-check/";

    private static final RequestBody CONTENT = RequestBody.fromString("access check\n");

    /** Who tries to assume the role. */
    public enum CallingPrincipal {
        /** A principal of account B that may. */
        TRUSTED("AssumeRole by B", "a profile of account B"),
        /** A principal of a third account. */
        OUTSIDER("AssumeRole by an account that is not trusted", "a profile of a third account"),
        /** A principal of account B that its own account does not let assume the role. */
        WITHOUT_POLICY("AssumeRole by a principal of B without a policy for it", "a profile of such a principal");

        private final String access;
        private final String profile;

        CallingPrincipal(String access, String profile) {
            this.access = access;
            this.profile = profile;
        }
    }

    /** A request to S3 that is tried. */
    private record S3Attempt(String access, String expected, Consumer<S3Client> request) {
        static S3Attempt withRole(String access, String expected, Consumer<S3Client> request) {
            return new S3Attempt("with the role: " + access, expected, request);
        }

        Attempt make(S3Client s3) {
            return Attempt.of(access, expected, () -> request.accept(s3));
        }
    }

    /**
     * Tries everything, one after the other, and removes what it created, also after Ctrl-C and SIGTERM.
     *
     * @param otherBucket that the role must not put into; an administrator creates one instead
     * @param sourceBucket that must have versioning; empty if it need not
     */
    public List<Attempt> run(TargetGrant grant, String externalId, String otherBucket, String sourceBucket) {
        UUID id = UUID.randomUUID();
        String name = PREFIX + id;
        String other = administrator.isPresent() ? "access-check-" + id : otherBucket;
        Runnable cleanUp = () -> administrator.ifPresent(s3 -> {
            String bucket = grant.get(Field.BUCKET);
            Stream.of("", grant.get(Field.KEY_PREFIX), grant.get(Field.DELIVERIES_PREFIX))
                    .distinct()
                    .map(prefix -> prefix + name)
                    .forEach(key -> remove("s3://" + bucket + "/" + key, () -> deleteVersions(s3, bucket, key)));
            remove("the bucket " + other, () -> {
                deleteVersions(s3, other, "");
                s3.deleteBucket(request -> request.bucket(other));
            });
        });
        Thread interrupted = new Thread(cleanUp);
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            administrator.ifPresent(s3 -> s3.createBucket(request -> request.bucket(other)));
            List<Attempt> attempts = new ArrayList<>();
            Optional<S3Client> session = assumeRole(grant, externalId, attempts);
            session.ifPresent(s3 -> withRole(grant, name, other).forEach(each -> attempts.add(each.make(s3))));
            withoutRole(grant, name, sourceBucket).forEach(each -> attempts.add(each.make(source)));
            return attempts;
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            cleanUp.run();
        }
    }

    /** Adds the attempts to assume the role, and returns S3 with the session of the one that has to succeed. */
    private Optional<S3Client> assumeRole(TargetGrant grant, String externalId, List<Attempt> attempts) {
        List<Credentials> sessions = new ArrayList<>();
        String right = ", right ExternalId";
        attempts.add(assumeRole(
                CallingPrincipal.TRUSTED,
                right,
                Attempt.ALLOWED,
                sts -> sessions.add(session(sts, grant, externalId))));
        attempts.add(assumeRole(
                CallingPrincipal.TRUSTED,
                ", wrong ExternalId",
                Attempt.DENIED,
                sts -> session(sts, grant, externalId + "-wrong")));
        attempts.add(assumeRole(
                CallingPrincipal.TRUSTED, ", no ExternalId", Attempt.DENIED, sts -> session(sts, grant, null)));
        attempts.add(
                assumeRole(CallingPrincipal.OUTSIDER, right, Attempt.DENIED, sts -> session(sts, grant, externalId)));
        attempts.add(assumeRole(
                CallingPrincipal.WITHOUT_POLICY, right, Attempt.DENIED, sts -> session(sts, grant, externalId)));
        return sessions.stream()
                .findFirst()
                .map(session -> withCredentials.apply(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))));
    }

    private Attempt assumeRole(
            CallingPrincipal caller, String externalId, String expected, Consumer<StsClient> request) {
        String access = caller.access + externalId;
        return Optional.ofNullable(callers.get(caller))
                .map(sts -> Attempt.of(access, expected, () -> request.accept(sts)))
                .orElseGet(() -> new Attempt(access, expected, Attempt.NOT_TRIED + "needs " + caller.profile, true));
    }

    private static Credentials session(StsClient caller, TargetGrant grant, @Nullable String externalId) {
        String partition =
                Region.of(grant.get(Field.REGION)).metadata().partition().id();
        String role = "arn:%s:iam::%s:role/%s".formatted(partition, grant.get(Field.ACCOUNT), grant.get(Field.ROLE));
        return caller.assumeRole(request ->
                        request.roleArn(role).roleSessionName("access-check").externalId(externalId))
                .credentials();
    }

    /** What a session of the role tries, in this order: what is read and deleted was put before. */
    private static List<S3Attempt> withRole(TargetGrant grant, String name, String other) {
        String bucket = grant.get(Field.BUCKET);
        String key = grant.get(Field.KEY_PREFIX) + name;
        List<S3Attempt> attempts = new ArrayList<>();
        attempts.add(S3Attempt.withRole("PutObject", Attempt.ALLOWED, putOnce(bucket, key)));
        attempts.add(S3Attempt.withRole(
                "GetObject",
                Attempt.DENIED,
                s3 -> s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))));
        attempts.add(S3Attempt.withRole(
                "HeadObject",
                Attempt.DENIED,
                s3 -> s3.headObject(request -> request.bucket(bucket).key(key))));
        attempts.add(S3Attempt.withRole(
                "ListObjects", Attempt.DENIED, s3 -> s3.listObjectsV2(request -> request.bucket(bucket))));
        attempts.add(S3Attempt.withRole("DeleteObject", expected(grant, Field.REPLICATE_DELETES), delete(bucket, key)));
        attempts.add(S3Attempt.withRole(
                "PutObjectAcl",
                Attempt.DENIED,
                s3 -> s3.putObjectAcl(
                        request -> request.bucket(bucket).key(key).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL))));
        if (grant.allows(Field.KEY_PREFIX)) {
            attempts.add(
                    S3Attempt.withRole("PutObject outside of the key prefix", Attempt.DENIED, putOnce(bucket, name)));
        }
        if (!other.isEmpty()) {
            attempts.add(S3Attempt.withRole("PutObject into another bucket", Attempt.DENIED, putOnce(other, key)));
        }
        attempts.add(S3Attempt.withRole(
                "PutObject with a tag", expected(grant, Field.REPLICATE_TAGS), putTagged(bucket, key + "-tagged")));
        if (grant.allows(Field.WRITE_ONCE)) {
            attempts.add(S3Attempt.withRole("PutObject without If-None-Match", Attempt.DENIED, overwrite(bucket, key)));
        }
        if (grant.allows(Field.DELIVERIES_PREFIX)) {
            String receipt = grant.get(Field.DELIVERIES_PREFIX) + name;
            attempts.add(S3Attempt.withRole(
                    "PutObject of a receipt without If-None-Match", Attempt.DENIED, overwrite(bucket, receipt)));
            attempts.add(S3Attempt.withRole(
                    "PutObject of a receipt with a tag", Attempt.DENIED, putTagged(bucket, receipt)));
            attempts.add(S3Attempt.withRole("DeleteObject of a receipt", Attempt.DENIED, delete(bucket, receipt)));
        }
        return attempts;
    }

    /** What a principal of account B tries without the role. */
    private static List<S3Attempt> withoutRole(TargetGrant grant, String name, String sourceBucket) {
        S3Attempt put = new S3Attempt(
                "B's administrator, without the role: PutObject",
                Attempt.DENIED,
                putOnce(grant.get(Field.BUCKET), grant.get(Field.KEY_PREFIX) + name));
        // source.requiredTag needs versioning, and no template can require it of a bucket that exists.
        S3Attempt versioning = new S3Attempt("the source bucket: versioning is enabled", Attempt.ALLOWED, s3 -> {
            String status = s3.getBucketVersioning(request -> request.bucket(sourceBucket))
                    .statusAsString();
            if (!"Enabled".equals(status)) {
                throw new OperationException("versioning is " + Objects.requireNonNullElse(status, "never enabled"));
            }
        });
        return sourceBucket.isEmpty() ? List.of(put) : List.of(put, versioning);
    }

    private static String expected(TargetGrant grant, Field optIn) {
        return grant.allows(optIn) ? Attempt.ALLOWED : Attempt.DENIED;
    }

    /** With the condition that the function sends if the bucket is write-once. */
    private static Consumer<S3Client> putOnce(String bucket, String key) {
        return s3 -> s3.putObject(request -> request.bucket(bucket).key(key).ifNoneMatch("*"), CONTENT);
    }

    private static Consumer<S3Client> putTagged(String bucket, String key) {
        return s3 -> s3.putObject(
                request -> request.bucket(bucket).key(key).ifNoneMatch("*").tagging("probe=true"), CONTENT);
    }

    private static Consumer<S3Client> overwrite(String bucket, String key) {
        return s3 -> s3.putObject(request -> request.bucket(bucket).key(key), CONTENT);
    }

    private static Consumer<S3Client> delete(String bucket, String key) {
        return s3 -> s3.deleteObject(request -> request.bucket(bucket).key(key));
    }

    private void remove(String what, Runnable removal) {
        try {
            removal.run();
        } catch (SdkException e) {
            // The bucket was not created.
            if (!(e instanceof AwsServiceException answer && answer.statusCode() == 404)) {
                warn.accept("Not removed: " + what + " (" + e.getMessage()
                        + "). Remove it with all its versions as account A's administrator.");
            }
        }
    }

    /**
     * Deletes all versions and delete markers of the keys that begin with {@code prefix}, one by one, as a delete
     * without a version leaves them in place.
     */
    public static void deleteVersions(S3Client s3, String bucket, String prefix) {
        for (ListObjectVersionsResponse page :
                s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(prefix))) {
            page.deleteMarkers()
                    .forEach(each -> s3.deleteObject(
                            request -> request.bucket(bucket).key(each.key()).versionId(each.versionId())));
            page.versions()
                    .forEach(each -> s3.deleteObject(
                            request -> request.bucket(bucket).key(each.key()).versionId(each.versionId())));
        }
    }
}
