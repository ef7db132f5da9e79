package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.Request;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.ExpectedThroughput;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.role.SessionPolicy;
import org.allowput.lambda.s3.TargetOptions;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.session.RoleCopySession;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Sessions that may write the keys of one invocation, on an emulator that evaluates session policies. */
class SessionIT {
    private static final int MIB = 1024 * 1024;
    private static final Deadline LATER = () -> Duration.ofMinutes(10);
    private static final SessionPolicy.Bucket BUCKET =
            new SessionPolicy.Bucket("arn:aws:s3:::" + CopyFixture.TARGET, "");
    private static final List<String> ODD = List.of(
            "plain",
            "a*b?c",
            "${aws:username}/x",
            "100%25 +&=;[1]",
            "with \"quotes\" and \\\\",
            "日本語/🎉.txt",
            "long/" + "x".repeat(1000));

    @TempDir
    static Path folder;

    static CopyFixture fixture;

    @BeforeAll
    static void start() {
        assumeFalse(
                CopyFixture.LOCALSTACK.equals(System.getProperty(CopyFixture.EMULATOR)),
                "LocalStack evaluates no policy");
        fixture = CopyFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @BeforeEach
    void forget() {
        fixture.proxy().reset();
    }

    @Test
    void everyKeyOfAnInvocationIsWrittenHoweverOdd() {
        try (AwsClients wiring = wiring(true);
                CopySession copying = wiring.session("request-1", ODD)) {
            for (String key : ODD) {
                put(key, 10);
                assertThat(copying.copy(new CopyTask(key, key, MissingSource.SKIP), LATER))
                        .as(key)
                        .isInstanceOf(Outcome.Copied.class);
            }
        }
        assertThat(assumptions()).isEqualTo(1);
    }

    @Test
    void anObjectInPartsIsWrittenToo() {
        put("parts", 6 * MIB);
        try (AwsClients wiring = wiring(true);
                CopySession copying = wiring.session("request-2", List.of("parts"))) {
            assertThat(copying.copy(new CopyTask("parts", "parts", MissingSource.SKIP), LATER))
                    .isInstanceOf(Outcome.Copied.class);
        }
    }

    @Test
    void anyOtherKeyIsRefusedToThatSession() {
        List<String> others = List.of("other", "mine2", "min", "mine/a", "MINE");
        put("mine", 10);
        others.forEach(key -> put(key, 10));
        SessionPolicy policy = SessionPolicy.naming(List.of("mine"), BUCKET).getFirst();
        try (AwsClients wiring = wiring(true);
                RoleCopySession narrow = wiring.openSession(role(true).session().restrictedTo(policy, "narrow"))) {
            assertThat(narrow.copier().replicate("mine", "mine", LATER)).isInstanceOf(Outcome.Copied.class);
            for (String key : others) {
                assertThat(narrow.copier().replicate(key, key, LATER))
                        .as(key)
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.ACCESS_DENIED));
                assertThat(wiring.sharedSession().copier().replicate(key, key, LATER))
                        .isInstanceOf(Outcome.Copied.class);
            }
        }
    }

    @Test
    void anInvocationOfManyKeysHasAsManySessionsAsItTakes() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            keys.add("many/" + i + "/" + "y".repeat(300));
        }
        keys.forEach(key -> put(key, 10));
        try (AwsClients wiring = wiring(true);
                CopySession copying = wiring.session("request-3", keys)) {
            for (String key : keys) {
                assertThat(copying.copy(new CopyTask(key, key, MissingSource.SKIP), LATER))
                        .isInstanceOf(Outcome.Copied.class);
            }
        }
        assertThat(assumptions())
                .isEqualTo(SessionPolicy.naming(keys, BUCKET).size())
                .isGreaterThan(1);
    }

    @Test
    void withoutTheOptInOneSessionServesManyInvocations() {
        put("often", 10);
        try (AwsClients wiring = wiring(false)) {
            for (String request : List.of("request-4", "request-5")) {
                try (CopySession copying = wiring.session(request, List.of("often"))) {
                    assertThat(copying.copy(new CopyTask("often", "often", MissingSource.SKIP), LATER))
                            .isInstanceOf(Outcome.Copied.class);
                }
            }
        }
        assertThat(assumptions()).isEqualTo(1);
    }

    private static int assumptions() {
        return fixture.proxy()
                .requests(request -> request.operation() == Request.Operation.STS)
                .size();
    }

    private static void put(String key, int size) {
        fixture.source()
                .putObject(object -> object.bucket(CopyFixture.SOURCE).key(key), RequestBody.fromBytes(new byte[size]));
    }

    private static AwsClients wiring(boolean narrowed) {
        FunctionSettings settings = new FunctionSettings(
                "",
                new FunctionSettings.Bucket(CopyFixture.SOURCE, Emulator.SOURCE_ACCOUNT, "us-east-1"),
                new FunctionSettings.Bucket(CopyFixture.TARGET, Emulator.TARGET_ACCOUNT, "us-east-1"),
                role(narrowed),
                new CopyOptions(
                        5L * MIB,
                        5L * MIB,
                        2,
                        false,
                        false,
                        new ExpectedThroughput(MIB, Duration.ofMinutes(15)),
                        CopyLimit.NONE,
                        Selection.ALL),
                new TargetOptions(Optional.empty(), Optional.empty(), false),
                AfterCopy.NONE,
                Optional.empty(),
                EnvironmentVariablesTest.QUEUE,
                8,
                Duration.ofSeconds(10),
                Optional.empty(),
                Duration.ZERO);
        return new AwsClients(
                settings,
                new AwsClients.Configuration(
                        AwsClients.httpClientBuilder(settings)
                                .tlsTrustManagersProvider(fixture.proxy()::trust)
                                .build(),
                        fixture.roles().function(),
                        CopyFixture::atOnce,
                        Optional.of(fixture.proxy().endpoint()),
                        SystemResources.ofProcess()));
    }

    private static FunctionSettings.Role role(boolean narrowed) {
        return new FunctionSettings.Role(
                fixture.roles().putOnly(), TestRoles.EXTERNAL_ID, "ReplicateObjects", narrowed, narrowed);
    }
}
