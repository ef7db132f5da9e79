package org.allowput.sandbox.simulation.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** The connections of one process: the SDK's clients above it are real. */
public final class Network implements SdkHttpClient {
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private final Cloud cloud;
    private final SimulatedProcess process;

    public Network(Cloud cloud, SimulatedProcess process) {
        this.cloud = cloud;
        this.process = process;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
        rest(retryDelay(request));
        byte[] body = body(request);
        HttpCall call = HttpCall.of(process.name(), request.httpRequest(), body);
        cloud.received(call);
        try {
            rest(cloud.latency().plusMillis(body.length * 1000L / cloud.bytesPerSecond()));
        } catch (SimulatedProcess.Death e) {
            cloud.weather().effectAfterDeath(call).ifPresent(delay -> later(call, delay));
            throw e;
        }
        return switch (cloud.weather().fate(process.name(), call)) {
            case Weather.Fate.Answered() -> answer(call, ResponseBody.Fault.NONE);
            case Weather.Fate.Slow(Duration time) -> {
                log(call, "arrives in " + time.toMillis() + " ms");
                rest(time);
                yield answer(call, ResponseBody.Fault.NONE);
            }
            case Weather.Fate.Broken() -> answer(call, ResponseBody.Fault.BROKEN);
            case Weather.Fate.Changed() ->
                call.operation().equals("GetObject")
                        ? answer(call, ResponseBody.Fault.CHANGED)
                        : answer(call.withChangedBody(), ResponseBody.Fault.NONE);
            case Weather.Fate.Refused(int status, String code) -> {
                log(call, status + " " + code);
                rest(cloud.latency());
                yield ServiceAnswer.error(call, status, code).toResponse(call, this, ResponseBody.Fault.NONE);
            }
            case Weather.Fate.Lost() -> {
                log(call, "lost");
                throw new SocketException("Connection reset");
            }
            case Weather.Fate.Unanswered(Duration effect) -> {
                log(call, "takes effect in " + effect.toMillis() + " ms, unanswered");
                later(call, effect);
                rest(SOCKET_TIMEOUT);
                throw new SocketTimeoutException("Read timed out");
            }
            case Weather.Fate.OutOfMemory() -> {
                log(call, "out of memory");
                throw new OutOfMemoryError("simulated");
            }
        };
    }

    private HttpExecuteResponse answer(HttpCall call, ResponseBody.Fault fault) throws IOException {
        ServiceAnswer answer = cloud.handle(call);
        log(call, answer.status() + (fault == ResponseBody.Fault.NONE ? "" : " " + fault));
        rest(cloud.latency());
        if (fault == ResponseBody.Fault.NONE) {
            cloud.answered(call);
        }
        return answer.toResponse(call, this, fault);
    }

    /** While bytes are on their way. */
    void restFor(long bytes) throws IOException {
        rest(Duration.ofMillis(bytes * 1000L / cloud.bytesPerSecond()));
    }

    private void later(HttpCall call, Duration delay) {
        cloud.time().after(delay, () -> {
            ServiceAnswer answer = cloud.handle(call);
            log(call, answer.status() + ", late and unanswered");
        });
    }

    /** What the SDK would wait: its own delay is taken out of the retry strategy. */
    private Duration retryDelay(HttpExecuteRequest request) {
        int attempt = request.httpRequest()
                .firstMatchingHeader("amz-sdk-request")
                .map(header -> Integer.parseInt(header.replaceFirst(".*attempt=(\\d+).*", "$1")))
                .orElse(1);
        return attempt < 2 ? Duration.ZERO : Duration.ofMillis(cloud.random().nextLong(100L << attempt));
    }

    private static byte[] body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        ContentStreamProvider provider = request.contentStreamProvider().get();
        try (InputStream stream = provider.newStream()) {
            return stream.readAllBytes();
        }
    }

    /** Also where threads of a dead process end. */
    private void rest(Duration time) throws IOException {
        if (process.isDead()) {
            throw new SimulatedProcess.Death();
        }
        if (time.isZero()) {
            return;
        }
        boolean rested = cloud.time().sleep(time);
        if (process.isDead()) {
            throw new SimulatedProcess.Death();
        }
        if (!rested) {
            throw new SocketException("Closed by interrupt");
        }
    }

    private void log(HttpCall call, String result) {
        cloud.journal().write(process.name(), call + ": " + result);
    }

    @Override
    public String clientName() {
        return "Simulated";
    }

    @Override
    public void close() {}
}
