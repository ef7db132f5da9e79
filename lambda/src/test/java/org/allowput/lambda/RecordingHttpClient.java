package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Records what reaches the place of the HTTP client, and answers for AWS. */
final class RecordingHttpClient implements SdkHttpClient {
    /** More than what follows a body, or makes up a request to STS, in bytes. */
    private static final int KEPT = 4096;

    private final CannedAws aws;
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());

    RecordingHttpClient(CannedAws aws) {
        this.aws = aws;
    }

    /** All of them, in the order in which they were sent. */
    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                // Its place is where it begins: its body may be the answer to another request.
                int place = requests.size();
                requests.add(RecordedRequest.of(request.httpRequest(), ""));
                RecordedRequest whole = RecordedRequest.of(request.httpRequest(), end(request));
                requests.set(place, whole);
                return aws.answer(whole);
            }

            @Override
            public void abort() {}
        };
    }

    /** Reads the body to its end, as a connection would. */
    private static String end(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return "";
        }
        byte[] buffer = new byte[64 * 1024];
        String end = "";
        try (InputStream body = request.contentStreamProvider().get().newStream()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                int from = Math.max(0, read - KEPT);
                String both = end + new String(buffer, from, read - from, ISO_8859_1);
                end = both.substring(Math.max(0, both.length() - KEPT));
            }
        }
        return end;
    }

    @Override
    public String clientName() {
        return "Recording";
    }

    @Override
    public void close() {}
}
