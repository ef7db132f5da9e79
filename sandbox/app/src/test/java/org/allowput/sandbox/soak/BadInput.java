package org.allowput.sandbox.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.deployed.LiveFunction;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Good messages with bad ones among them, all there before the first is delivered. */
final class BadInput {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int AT_ONCE = 10;
    private static final int SMALL = 64 * 1024;
    /** At 2 MiB a second more than the 30 s that the deployment gives. */
    private static final int TOO_LARGE = 61 * 1024 * 1024;

    private final SoakDeployment deployment;
    private final EventSource events;
    private final Random random;
    private final Map<String, BadMessage> sent = new LinkedHashMap<>();

    BadInput(SoakDeployment deployment, long seed) {
        this.deployment = deployment;
        this.events = new EventSource(deployment.sandbox());
        this.random = new Random(seed);
    }

    /** Puts the objects that poison needs, without their own events; and lets deletions be skipped, as by default. */
    void prepare() throws IOException {
        events.pause();
        for (BadMessage kind : List.of(BadMessage.ARCHIVED, BadMessage.TOO_LARGE, BadMessage.LONG_KEY)) {
            deployment
                    .buckets()
                    .source()
                    .put(
                            kind.key(),
                            new byte[kind == BadMessage.TOO_LARGE ? TOO_LARGE : 1],
                            request -> request.storageClass(
                                    kind == BadMessage.ARCHIVED ? StorageClass.GLACIER : StorageClass.STANDARD));
        }
        new Messages(deployment.sandbox().source().sqs(), deployment.sandbox().queueUrl()).take(3);
        new LiveFunction(deployment.sandbox())
                .publish(request -> request.environment(environment -> environment.variables(variables())));
        events.resume();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(deployment
                .sandbox()
                .source()
                .lambda()
                .getFunctionConfiguration(
                        request -> request.functionName(deployment.sandbox().output(StackOutput.FUNCTION_NAME)))
                .environment()
                .variables());
        variables.remove("REPLICATE_DELETES");
        return variables;
    }

    /** Source keys that are not to be in the target bucket. */
    Set<String> keys() {
        return new TreeSet<>(List.of(BadMessage.ARCHIVED.key(), BadMessage.TOO_LARGE.key(), BadMessage.LONG_KEY.key()));
    }

    /**
     * Good messages, bad ones among them. Returns when the good ones are done.
     *
     * @return how many good ones were done in a second
     */
    double round(int good, int bad) {
        List<String> bodies = new ArrayList<>();
        goodKeys()
                .limit(good)
                .forEach(key ->
                        bodies.add(BadMessage.notification(deployment.sandbox().sourceBucket(), key)));
        if (bodies.size() < good) {
            throw new IllegalStateException("only " + bodies.size() + " objects to copy again");
        }
        Map<String, BadMessage> poison = new HashMap<>();
        List<BadMessage> kinds = List.of(BadMessage.values());
        for (int i = 0; i < bad; i++) {
            BadMessage kind = kinds.get(i % kinds.size());
            poison.put(kind.message(deployment.sandbox()), kind);
        }
        bodies.addAll(poison.keySet());
        Collections.shuffle(bodies, random);
        events.pause();
        Set<String> goodIds = new TreeSet<>();
        for (int from = 0; from < bodies.size(); from += AT_ONCE) {
            send(bodies.subList(from, Math.min(bodies.size(), from + AT_ONCE)), poison, goodIds);
        }
        long begin = System.nanoTime();
        events.resume();
        Eventually.until(TIMEOUT, "all good messages are done", () -> notDone(goodIds), left -> left == 0);
        long end = goodIds.stream()
                .mapToLong(id -> deployment.log.last(id).orElseThrow().nanos())
                .max()
                .orElse(begin);
        return good * 1e9 / (end - begin);
    }

    private Stream<String> goodKeys() {
        return deployment
                .sandbox()
                .source()
                .s3()
                .listObjectsV2Paginator(request ->
                        request.bucket(deployment.sandbox().sourceBucket()).prefix(Keys.FROM))
                .contents()
                .stream()
                .filter(object -> object.size() < SMALL)
                .map(S3Object::key)
                .filter(key -> !keys().contains(key));
    }

    private void send(List<String> bodies, Map<String, BadMessage> poison, Set<String> goodIds) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id("m" + entries.size())
                    .messageBody(body)
                    .build());
        }
        SendMessageBatchResponse answer = deployment
                .sandbox()
                .source()
                .sqs()
                .sendMessageBatch(request ->
                        request.queueUrl(deployment.sandbox().queueUrl()).entries(entries));
        for (SendMessageBatchResultEntry entry : answer.successful()) {
            BadMessage kind = poison.get(bodies.get(Integer.parseInt(entry.id().substring(1))));
            if (kind == null) {
                goodIds.add(entry.messageId());
            } else {
                sent.put(entry.messageId(), kind);
            }
        }
    }

    private long notDone(Set<String> ids) {
        return ids.stream()
                .map(deployment.log::last)
                .filter(line ->
                        line.filter(last -> last.outcome().equals("copied")).isEmpty())
                .count();
    }

    /** The kinds of the bad messages that were sent, by their ids. */
    Map<String, BadMessage> sent() {
        return Collections.unmodifiableMap(sent);
    }
}
