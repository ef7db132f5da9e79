package org.allowput.ops.confirm;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.JobDescriptor;
import software.amazon.awssdk.services.s3control.model.JobManifestFormat;
import software.amazon.awssdk.services.s3control.model.JobReportFormat;
import software.amazon.awssdk.services.s3control.model.JobReportScope;
import software.amazon.awssdk.services.s3control.model.JobStatus;

/**
 * Jobs in account A that compute the checksum of each object from the bytes that S3 stores. Their manifests and reports
 * are in a bucket that account B's role cannot write.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-compute-checksums.html">Compute
 *     checksums</a>
 */
record ChecksumJobs(S3Client s3, S3ControlClient control, String role, String account, String bucket, String target) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    /** @throws OperationException if the stack has no role for such jobs */
    static ChecksumJobs of(DeployedStack stack) {
        StackOutputs outputs = stack.outputs();
        String role = outputs.find(StackOutput.CONFIRM_ROLE_ARN)
                .orElseThrow(() -> new OperationException("The stack " + outputs.stack()
                        + " has no role for jobs: deploy it with -c target.confirm.enabled=true, or the template with"
                        + " ConfirmBucketName, and run this command again."));
        return new ChecksumJobs(
                stack.clients().s3(),
                stack.clients().s3Control(),
                role,
                Arn.fromString(role).accountId().orElseThrow(),
                outputs.get(StackOutput.CONFIRM_BUCKET_NAME),
                outputs.get(StackOutput.TARGET_BUCKET_NAME));
    }

    /** What the next comparison is named by. */
    static String nameAt(Instant now) {
        return NAME.format(now);
    }

    /**
     * Creates the jobs, which start by themselves.
     *
     * @param objects in the order of their keys
     */
    List<Confirmation.Job> create(String name, Iterator<Expected> objects) {
        List<Manifest> manifests = new ArrayList<>();
        try {
            while (objects.hasNext()) {
                Expected object = objects.next();
                manifest(manifests, object).add(target, object);
            }
            List<Confirmation.Job> jobs = new ArrayList<>();
            for (Manifest manifest : manifests) {
                jobs.add(create(name, folder(name) + "manifest-" + (jobs.size() + 1) + ".csv", manifest));
            }
            return jobs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            manifests.forEach(ChecksumJobs::close);
        }
    }

    /** Keeps what {@link #compare} reads. */
    void keep(String name, Confirmation confirmation) {
        s3.putObject(
                request -> request.bucket(bucket).key(folder(name) + "confirmation.json"),
                RequestBody.fromString(JsonDocuments.line(confirmation)));
    }

    private static Manifest manifest(List<Manifest> manifests, Expected object) {
        return manifests.stream()
                .filter(manifest -> manifest.takes(object))
                .findFirst()
                .orElseGet(() -> {
                    manifests.add(new Manifest(object.checksum()));
                    return manifests.getLast();
                });
    }

    private static void close(Manifest manifest) {
        try {
            manifest.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Confirmation.Job create(String name, String key, Manifest manifest) throws IOException {
        String eTag = s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(manifest.file()))
                .eTag();
        String id = control.createJob(request(name, key, eTag, manifest)).jobId();
        return new Confirmation.Job(id, key, manifest.algorithm(), manifest.fullObject(), manifest.rows());
    }

    private CreateJobRequest request(String name, String key, String eTag, Manifest manifest) {
        StoredChecksum type = new StoredChecksum(manifest.algorithm(), "", manifest.fullObject());
        String bucketArn = "arn:" + Arn.fromString(role).partition() + ":s3:::" + bucket;
        return CreateJobRequest.builder()
                .accountId(account)
                .roleArn(role)
                .description("AllowPutToS3 confirm " + name)
                .priority(10)
                .confirmationRequired(false)
                .operation(operation -> operation.s3ComputeObjectChecksum(checksum ->
                        checksum.checksumAlgorithm(type.algorithm().name()).checksumType(type.type())))
                .manifest(list -> list.spec(spec -> spec.format(JobManifestFormat.S3_BATCH_OPERATIONS_CSV_20180820)
                                .fieldsWithStrings(manifest.columns()))
                        .location(location ->
                                location.objectArn(bucketArn + "/" + key).eTag(eTag)))
                .report(report -> report.bucket(bucketArn)
                        .expectedBucketOwner(account)
                        .prefix(folder(name).replaceFirst("/$", ""))
                        .format(JobReportFormat.REPORT_CSV_20180820)
                        .enabled(true)
                        .reportScope(JobReportScope.ALL_TASKS))
                .build();
    }

    private Confirmation open(String name) throws IOException {
        String key = folder(name) + "confirmation.json";
        try (InputStream json = s3.getObject(request -> request.bucket(bucket).key(key))) {
            return JSON.std.beanFrom(Confirmation.class, json);
        } catch (NoSuchKeyException e) {
            throw new OperationException(
                    "There is no s3://" + bucket + "/" + key + ": --report takes the name that --create printed.", e);
        }
    }

    /**
     * Compares with the reports of the jobs that were created under that name.
     *
     * @throws OperationException if there are none, or one has not ended well
     */
    Result compare(String name) throws IOException {
        Confirmation confirmation = open(name);
        confirmation.jobs().forEach(this::requireComplete);
        Result result = Result.of(confirmation.result());
        for (Confirmation.Job job : confirmation.jobs()) {
            new CompletionReport(s3, bucket, folder(name) + "job-" + job.id() + "/").compare(job, result);
        }
        return result;
    }

    private void requireComplete(Confirmation.Job job) {
        JobDescriptor state = control.describeJob(
                        request -> request.accountId(account).jobId(job.id()))
                .job();
        if (state.status() != JobStatus.COMPLETE) {
            throw new OperationException("The job " + job.id() + " is " + state.statusAsString() + ", "
                    + state.progressSummary() + state.failureReasons()
                    + ": run this command again when it is Complete, or create another one with --create.");
        }
    }

    private static String folder(String name) {
        return StackOutput.CONFIRMATIONS + name + "/";
    }
}
