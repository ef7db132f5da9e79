package org.allowput.emulator.strict;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.allowput.emulator.Emulator;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Request;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Which account owns an object: the emulators give each to the bucket's account. A bucket's policy allows nothing on
 * the objects of other accounts, whose ACLs decide; what it denies, it denies for all objects.
 *
 * <p>It refuses reads, of callers that it compares by their accounts. Of ACLs it knows the canned ones of a put.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html">How
 *     Amazon S3 authorizes a request for an object operation</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Controlling
 *     ownership of objects</a>
 */
public final class ObjectOwnership {
    private static final String PRIVATE = "private";
    private static final String FULL_CONTROL = "bucket-owner-full-control";

    private record Written(String owner, String acl) {}

    private final Emulator emulator;
    private final BucketOwners buckets;
    private final Map<String, Written> objects = new ConcurrentHashMap<>();
    private final Map<String, String> aclsOfUploads = new ConcurrentHashMap<>();

    public ObjectOwnership(Emulator emulator) {
        this.emulator = emulator;
        this.buckets = BucketOwners.in(emulator);
    }

    /** What S3 would answer to a read instead of the object. */
    public Optional<Refusal> refuse(S3Request request) {
        boolean reads = request.operation() == S3Operation.GET_OBJECT || request.operation() == S3Operation.HEAD_OBJECT;
        return reads && !mayRead(request) ? Optional.of(Refusal.accessDenied("Access Denied")) : Optional.empty();
    }

    /** Remembers the owner of what a request wrote, unless the answer says that it wrote nothing. */
    public void learn(S3Request request, String answer) {
        String acl = request.header("x-amz-acl").orElse(PRIVATE);
        if (request.operation() == S3Operation.CREATE_MULTIPART_UPLOAD) {
            aclsOfUploads.put(request.resource(), acl);
        } else if (request.operation().createsObject() && !answer.contains("<Error>")) {
            String used = request.operation() == S3Operation.PUT_OBJECT
                    ? acl
                    : aclsOfUploads.getOrDefault(request.resource(), PRIVATE);
            objects.put(request.resource(), new Written(ownerOfNew(request, used), used));
        }
    }

    private String ownerOfNew(S3Request request, String acl) {
        boolean bucketOwns = switch (setting(request.bucket())) {
            case "BucketOwnerEnforced" -> true;
            case "BucketOwnerPreferred" -> acl.equals(FULL_CONTROL);
            default -> false;
        };
        return bucketOwns ? owner(request.bucket()) : account(request).orElse("anonymous");
    }

    private boolean mayRead(S3Request request) {
        Optional<String> reader = account(request);
        String bucketOwner = owner(request.bucket());
        Caller caller = reader.<Caller>map(id -> Caller.Principal.of("arn:aws:iam::" + id + ":root"))
                .orElseGet(Caller.Anonymous::new);
        Effect policy = new EmulatorPolicies(emulator, buckets)
                .ofBucket(request.bucket())
                .policy()
                .effectOn(new Request(
                        "s3:GetObject",
                        request.resource(),
                        caller,
                        ConditionContext.of(request).values()));
        if (policy == Effect.DENY) {
            return false;
        }
        // With BucketOwnerEnforced also those that others own: without ACLs.
        boolean enforced = setting(request.bucket()).equals("BucketOwnerEnforced");
        Written written = objects.getOrDefault(request.resource(), new Written(bucketOwner, PRIVATE));
        String owner = enforced ? bucketOwner : written.owner();
        boolean policyGrants = owner.equals(bucketOwner) && policy == Effect.ALLOW;
        return policyGrants
                || reader.equals(Optional.of(owner))
                || (!enforced && isGranted(written.acl(), reader, bucketOwner));
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
    private static boolean isGranted(String acl, Optional<String> reader, String bucketOwner) {
        return switch (acl) {
            case "public-read" -> true;
            case FULL_CONTROL, "bucket-owner-read" -> reader.equals(Optional.of(bucketOwner));
            default -> false;
        };
    }

    private String owner(String bucket) {
        return buckets.of(bucket).orElseThrow();
    }

    /** Empty for somebody who does not sign. An administrator's access key is the account. */
    private Optional<String> account(S3Request request) {
        return request.accessKeyId()
                .map(key -> key.matches("\\d{12}")
                        ? key
                        : emulator.target()
                                .sts()
                                .getAccessKeyInfo(question -> question.accessKeyId(key))
                                .account());
    }

    private String setting(String bucket) {
        try {
            return emulator.account(owner(bucket))
                    .s3()
                    .getBucketOwnershipControls(request -> request.bucket(bucket))
                    .ownershipControls()
                    .rules()
                    .getFirst()
                    .objectOwnershipAsString();
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return "ObjectWriter";
            }
            throw e;
        }
    }
}
