package org.allowput.sandbox.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * The connections of one process, an execution environment or a command: the SDK's clients above them are real. Once
 * the process is dead, it sends nothing.
 */
final class Network implements SdkHttpClient {
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private final Cloud cloud;
    private final String process;
    private boolean dead;

    Network(Cloud cloud, String process) {
        this.cloud = cloud;
        this.process = process;
    }

    /** Ends the threads of a process that is dead. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private enum BodyFault {
        NONE,
        /** The connection breaks in the middle. */
        BROKEN,
        /** A byte in the middle is another. */
        CHANGED
    }

    String process() {
        return process;
    }

    void kill() {
        dead = true;
    }

    boolean isDead() {
        return dead || cloud.time.isOver();
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
        HttpCall call = HttpCall.of(process, request.httpRequest(), body);
        cloud.received(call);
        try {
            rest(cloud.latency().plusMillis(body.length * 1000L / cloud.setup.bytesPerSecond()));
        } catch (Death e) {
            cloud.storm().flatMap(storm -> storm.effectAfterDeath(call)).ifPresent(delay -> later(call, delay));
            throw e;
        }
        Fate fate = cloud.storm().map(storm -> storm.fate(process, call)).orElseGet(Fate.Answered::new);
        return switch (fate) {
            case Fate.Answered() -> answer(call, BodyFault.NONE);
            case Fate.Slow(Duration time) -> {
                log(call, "arrives in " + time.toMillis() + " ms");
                rest(time);
                yield answer(call, BodyFault.NONE);
            }
            case Fate.Broken() -> answer(call, BodyFault.BROKEN);
            case Fate.Changed() ->
                call.operation().equals("GetObject")
                        ? answer(call, BodyFault.CHANGED)
                        : answer(call.withChangedBody(), BodyFault.NONE);
            case Fate.Refused(int status, String code) -> {
                log(call, status + " " + code);
                rest(cloud.latency());
                yield response(call, ServiceAnswer.error(call, status, code), BodyFault.NONE);
            }
            case Fate.Lost() -> {
                log(call, "lost");
                throw new SocketException("Connection reset");
            }
            case Fate.Unanswered(Duration effect) -> {
                log(call, "takes effect in " + effect.toMillis() + " ms, unanswered");
                later(call, effect);
                rest(SOCKET_TIMEOUT);
                throw new SocketTimeoutException("Read timed out");
            }
            case Fate.OutOfMemory() -> {
                log(call, "out of memory");
                throw new OutOfMemoryError("simulated");
            }
        };
    }

    private HttpExecuteResponse answer(HttpCall call, BodyFault fault) throws IOException {
        ServiceAnswer answer = cloud.handle(call);
        log(call, answer.status() + (fault == BodyFault.NONE ? "" : " " + fault));
        rest(cloud.latency());
        return response(call, answer, fault);
    }

    private HttpExecuteResponse response(HttpCall call, ServiceAnswer answer, BodyFault fault) {
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(answer.status());
        response.putHeader("Content-Length", Integer.toString(answer.length()));
        response.putHeader("x-amz-request-id", "SIMULATED");
        answer.headers().forEach(response::putHeader);
        int sent = call.request().method() == SdkHttpMethod.HEAD ? 0 : answer.length();
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ResponseBody(answer, sent, fault)))
                .build();
    }

    /** The bytes of an answer, which arrive while they are read. */
    private final class ResponseBody extends InputStream {
        private static final int AT_ONCE = 1024 * 1024;

        private final ServiceAnswer answer;
        private final BodyFault fault;
        private final int end;
        private final int faulty;
        private int at;
        private int arrived;

        ResponseBody(ServiceAnswer answer, int length, BodyFault fault) {
            this.answer = answer;
            this.fault = fault;
            this.at = answer.offset();
            this.arrived = at;
            this.end = at + length;
            this.faulty = at + length / 2;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (at == end) {
                return -1;
            }
            if (at == arrived) {
                int next = Math.min(AT_ONCE, end - at);
                rest(Duration.ofMillis(next * 1000L / cloud.setup.bytesPerSecond()));
                arrived += next;
            }
            if (fault == BodyFault.BROKEN && arrived > faulty) {
                throw new IOException("Premature end of Content-Length delimited message body");
            }
            int count = Math.min(most, arrived - at);
            System.arraycopy(answer.body(), at, into, from, count);
            if (fault == BodyFault.CHANGED && at <= faulty && faulty < at + count) {
                into[from + faulty - at] ^= 1;
            }
            at += count;
            return count;
        }
    }

    private void later(HttpCall call, Duration delay) {
        cloud.lateEffects.add(process, delay, () -> {
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
        return attempt < 2 ? Duration.ZERO : Duration.ofMillis(cloud.random.nextLong(100L << attempt));
    }

    private static byte[] body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (InputStream stream = request.contentStreamProvider().get().newStream()) {
            return stream.readAllBytes();
        }
    }

    /** Also where threads of a dead process end. */
    private void rest(Duration time) throws IOException {
        if (isDead()) {
            throw new Death();
        }
        if (time.isZero()) {
            return;
        }
        boolean rested = cloud.time.sleep(time);
        if (isDead()) {
            throw new Death();
        }
        if (!rested) {
            throw new SocketException("Closed by interrupt");
        }
    }

    private void log(HttpCall call, String result) {
        cloud.journal.write(process, call + ": " + result);
    }

    @Override
    public String clientName() {
        return "Simulated";
    }

    @Override
    public void close() {}
}
