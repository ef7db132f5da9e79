package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The limit of what a copy in Java can reach: {@link RawCopy}, in a JVM as the function's. */
record RawLoop() implements CopyProgram {
    private static final Duration VALID = Duration.ofHours(1);

    @Override
    public String label() {
        return "raw loop in Java";
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        List<String> urls = new ArrayList<>();
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(S3Server.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(S3Server.OWNER))
                .build()) {
            for (String key : work.keys()) {
                urls.add(presigner
                                .presignGetObject(get -> get.signatureDuration(VALID)
                                        .getObjectRequest(object ->
                                                object.bucket(S3Server.SOURCE).key(key)))
                                .url()
                        + "\t"
                        + presigner
                                .presignPutObject(put -> put.signatureDuration(VALID)
                                        .putObjectRequest(object ->
                                                object.bucket(S3Server.TARGET).key(key)))
                                .url());
            }
        }
        List<String> command =
                new ArrayList<>(FunctionProgram.java(server, FunctionProgram.ownClasses(), RawCopy.class));
        command.add(Integer.toString(CONCURRENCY));
        command.add(Files.write(scratch.resolve("urls"), urls).toString());
        return new MeasuredProcess(command, Map.of()).run();
    }
}
