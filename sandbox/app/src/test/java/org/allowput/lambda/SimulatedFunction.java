package org.allowput.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.allowput.emulator.local.Unchecked;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.allowput.sandbox.simulation.LoadedFunction;
import org.allowput.sandbox.simulation.SimulatedThreads;
import org.allowput.sandbox.simulation.VirtualTime;
import org.crac.Context;
import org.crac.Resource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The two handlers, as Lambda has them, with simulated time and services. */
public final class SimulatedFunction {
    private SimulatedFunction() {}

    /** The handler of events. */
    public static LoadedFunction replication(LoadedFunction.Host host) {
        FunctionSettings settings = EnvironmentVariables.read(host.variables());
        NoSnapshots snapshots = new NoSnapshots();
        ReplicationHandler handler =
                new ReplicationHandler(settings, new Log(host.log()), ignored -> clients(settings, host), snapshots);
        if (host.random().nextInt(4) == 0) {
            handler.afterRestore(snapshots);
        }
        return code(handler);
    }

    /** The handler of the workflow's tasks. */
    public static LoadedFunction largeObjects(LoadedFunction.Host host) {
        FunctionSettings settings = EnvironmentVariables.read(host.variables());
        return code(new LargeObjectHandler(clients(settings, host), new Log(host.log())));
    }

    private static LoadedFunction code(RequestStreamHandler handler) {
        return (event, context) -> {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), response, context);
            return response.toByteArray();
        };
    }

    private static AwsClients clients(FunctionSettings settings, LoadedFunction.Host host) {
        VirtualTime time = host.time();
        InstantSource clock = time::instant;
        AwsClients clients = new AwsClients(
                settings,
                new ClientConfiguration(
                        host.http(),
                        StaticCredentialsProvider.create(
                                AwsSessionCredentials.create("FUNCTION", "secret", host.function())),
                        () -> ClientConfiguration.standardRetryStrategy(new NoDelay()),
                        Optional.empty(),
                        new SystemResources(
                                clock,
                                time::nanoTime,
                                host.random(),
                                () -> new SimulatedThreads(time),
                                Optional.of(SimulatedThreads.timers(time)))));
        useClock(
                clients.session(), clock.withZone(ZoneOffset.UTC), host.random().nextLong());
        return clients;
    }

    /** The SDK has no setting for the clock by which it renews the credentials of a role. */
    private static void useClock(CopySession session, Clock clock, long seed) {
        Unchecked.run(() -> {
            Object cache = field(field(session.credentials(), "credentials"), "sessionCache");
            set(cache, "clock", clock);
            set(cache, "jitterRandom", new Random(seed));
        });
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        return find(owner, name).get(owner);
    }

    private static void set(Object owner, String name, Object value) throws ReflectiveOperationException {
        find(owner, name).set(owner, value);
    }

    private static Field find(Object owner, String name) throws ReflectiveOperationException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(owner.getClass() + " has no " + name);
    }

    /** The delay between attempts passes in the simulated network. */
    private static final class NoDelay implements RandomGenerator {
        @Override
        public double nextDouble() {
            return 0;
        }

        @Override
        public long nextLong() {
            return 0;
        }
    }

    private static final class NoSnapshots extends Context<Resource> {
        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {}

        @Override
        public void afterRestore(Context<? extends Resource> context) {}

        @Override
        public void register(Resource resource) {}
    }
}
