package org.allowput.ops.access;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.resource.ResourceFile;
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
 * Tries what the grant is for, and what is nearest to it and has to be refused: the attempts of {@code attempts.json}.
 * A refusal is HTTP status 403 with AccessDenied and nothing else: a bucket that is not there, or a signature that is
 * wrong, would refuse for the wrong reason.
 *
 * <p>Needs no more than clients, so it checks AWS as it checks an emulator. Right after a deploy AWS may refuse for
 * some seconds what it allows afterwards.
 *
 * @param assuming who tries to assume the role, by their names in the file; what others would try is not tried
 * @param source a principal of the trusted account at S3, without assuming anything
 * @param withCredentials S3 with those of the role's session
 * @param administrator of the target account, to create the other bucket, and to remove everything; without, an object
 *     of a few bytes under {@value #PREFIX} stays in the bucket
 * @param warn receives what could not be removed
 */
public record AccessCheck(
        Map<String, StsClient> assuming,
        S3Client source,
        Function<AwsCredentialsProvider, S3Client> withCredentials,
        Optional<S3Client> administrator,
        Consumer<String> warn) {
    /** Where the probes put their object. */
    public static final String PREFIX = "allow-put-to-s3-access-check/";

    private static final String ROLE = "the role";
    private static final RequestBody CONTENT = RequestBody.fromString("access check\n");

    /**
     * An attempt of the file.
     *
     * @param allowedBy the opt-in with which it is expected to be allowed
     * @param given what a grant has for which it is made; null for any
     * @param bucket empty if nobody has named it: then it is not made
     */
    private record Probe(
            String access,
            String expected,
            @Nullable Field allowedBy,
            @Nullable Field given,
            String request,
            String by,
            @Nullable String externalId,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String ifNoneMatch,
            @Nullable String tags) {
        void send(S3Client s3) {
            switch (request) {
                case "PutObject" ->
                    s3.putObject(
                            put -> put.bucket(bucket)
                                    .key(key)
                                    .ifNoneMatch(ifNoneMatch)
                                    .tagging(tags),
                            CONTENT);
                case "GetObject" ->
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
                case "HeadObject" -> s3.headObject(head -> head.bucket(bucket).key(key));
                case "ListObjects" -> s3.listObjectsV2(list -> list.bucket(bucket));
                case "DeleteObject" ->
                    s3.deleteObject(delete -> delete.bucket(bucket).key(key));
                case "PutObjectAcl" ->
                    s3.putObjectAcl(put -> put.bucket(bucket).key(key).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
                // source.requiredTag needs versioning, and no template can require it of a bucket that exists.
                case "GetBucketVersioning" -> {
                    String status =
                            s3.getBucketVersioning(get -> get.bucket(bucket)).statusAsString();
                    if (!"Enabled".equals(status)) {
                        throw new OperationException(
                                "versioning is " + Objects.requireNonNullElse(status, "never enabled"));
                    }
                }
                default -> throw new IllegalStateException(request);
            }
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
        Map<String, String> words =
                new HashMap<>(Map.of("externalId", externalId, "other", other, "source", sourceBucket, "name", name));
        grant.values().forEach((field, value) -> words.put(field.name(), value));
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
            return attempts(grant, probes(words));
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            cleanUp.run();
        }
    }

    private List<Attempt> attempts(TargetGrant grant, List<Probe> probes) {
        Map<String, S3Client> sessions = new HashMap<>(Map.of("B's administrator", source));
        List<Attempt> attempts = new ArrayList<>();
        for (Probe probe : probes) {
            String expected =
                    probe.allowedBy != null && grant.allows(probe.allowedBy) ? Attempt.ALLOWED : probe.expected;
            S3Client s3 = sessions.get(probe.by);
            StsClient sts = assuming.get(probe.by);
            if ("".equals(probe.bucket) || (probe.given != null && !grant.allows(probe.given))) {
                continue;
            }
            if (s3 != null) {
                attempts.add(Attempt.of(probe.access, expected, () -> probe.send(s3)));
            } else if (sts != null) {
                attempts.add(Attempt.of(
                        probe.access,
                        expected,
                        () -> sessions.putIfAbsent(ROLE, assume(sts, grant, probe.externalId))));
            } else if (!probe.by.equals(ROLE)) {
                attempts.add(new Attempt(probe.access, expected, Attempt.NOT_TRIED + "needs " + probe.by, true));
            }
        }
        return attempts;
    }

    private static List<Probe> probes(Map<String, String> words) {
        String json = ResourceFile.text(AccessCheck.class, "/access/attempts.json");
        for (Map.Entry<String, String> word : words.entrySet()) {
            String quoted = JsonDocuments.line(word.getValue());
            json = json.replace("${" + word.getKey() + "}", quoted.substring(1, quoted.length() - 1));
        }
        String filled = json;
        return JsonDocuments.unchecked(() -> JSON.std.listOfFrom(Probe.class, filled));
    }

    private S3Client assume(StsClient caller, TargetGrant grant, @Nullable String id) {
        String partition =
                Region.of(grant.get(Field.REGION)).metadata().partition().id();
        String role = "arn:%s:iam::%s:role/%s".formatted(partition, grant.get(Field.ACCOUNT), grant.get(Field.ROLE));
        Credentials session = caller.assumeRole(request ->
                        request.roleArn(role).roleSessionName("access-check").externalId(id))
                .credentials();
        return withCredentials.apply(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken())));
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
