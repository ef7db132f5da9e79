package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;

/** S3 and STS where there is no network: whatever is read is there, and whatever is written is taken and forgotten. */
final class Nowhere implements SdkHttpClient {
    /** The size of every object, in bytes. */
    static final int SIZE = 10 * 1024;

    private static final byte[] OBJECT = new byte[SIZE];

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(request);
            }

            @Override
            public void abort() {
                // Nothing is on its way.
            }
        };
    }

    private static HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isPresent()) {
            take(request.contentStreamProvider().get());
        }
        SdkHttpMethod method = request.httpRequest().method();
        SdkHttpFullResponse.Builder head =
                SdkHttpFullResponse.builder().statusCode(200).statusText("OK");
        if (method == SdkHttpMethod.PUT) {
            return with(head.putHeader("ETag", "\"priming\"").putHeader("Content-Length", "0"), new byte[0]);
        }
        if (method == SdkHttpMethod.POST) {
            return with(head.putHeader("Content-Type", "text/xml"), credentials());
        }
        head.putHeader("ETag", "\"priming\"")
                .putHeader("Content-Length", Integer.toString(SIZE))
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
                .putHeader("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")
                .putHeader("x-amz-checksum-type", "FULL_OBJECT")
                .putHeader("x-amz-server-side-encryption", "AES256");
        return with(head, method == SdkHttpMethod.HEAD ? new byte[0] : OBJECT);
    }

    private static void take(ContentStreamProvider body) throws IOException {
        try (InputStream in = body.newStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static HttpExecuteResponse with(SdkHttpFullResponse.Builder head, byte[] body) {
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    private static byte[] credentials() {
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
            <AccessKeyId>priming</AccessKeyId><SecretAccessKey>priming</SecretAccessKey><SessionToken>priming\
            </SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
            """.formatted(Instant.now().plus(1, ChronoUnit.HOURS)).getBytes(UTF_8);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
