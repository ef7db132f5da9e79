package org.allowput.ops.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.regions.Region;

/** The services of AWS, as far as a test answers for them: a request of another kind fails it. */
public final class FakeAws {
    private final List<SdkClient> clients;
    private final Map<Class<?>, Function<SdkRequest, SdkResponse>> answers = new HashMap<>();

    /** @param clients of the services that have a fake of their own */
    public FakeAws(SdkClient... clients) {
        this.clients = List.of(clients);
    }

    /** Answers requests of that kind. */
    public <R extends SdkRequest> FakeAws answer(Class<R> kind, Function<R, SdkResponse> answer) {
        answers.put(kind, request -> answer.apply(kind.cast(request)));
        return this;
    }

    /** The clients of all services, as a command gets them. */
    public ServiceClients services() {
        return proxy(ServiceClients.class);
    }

    /** The client of one service. */
    public <C extends SdkClient> C client(Class<C> type) {
        return clients.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseGet(() -> proxy(type));
    }

    /** What a builder builds: {@code SqsClient} of {@code SqsClientBuilder}. */
    private static Class<? extends SdkClient> typeOf(AwsClientBuilder<?, ?> builder) throws ClassNotFoundException {
        Class<?> type = builder.getClass().getInterfaces()[0];
        return Class.forName(type.getName().replaceFirst("Builder$", "")).asSubclass(SdkClient.class);
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::invoke));
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Class<?> result = method.getReturnType();
        if (SdkClient.class.isAssignableFrom(result)) {
            return client(result.asSubclass(SdkClient.class));
        }
        if (arguments != null && arguments[0] instanceof AwsClientBuilder<?, ?> builder) {
            return client(typeOf(builder));
        }
        if (result == Region.class) {
            return Region.US_EAST_1;
        }
        // Paginators, and what takes a consumer of a builder, end in a method of these results.
        boolean answered = SdkResponse.class.isAssignableFrom(result) || result == Object.class;
        if (answered && arguments != null && arguments[0] instanceof SdkRequest request) {
            Function<SdkRequest, SdkResponse> answer = answers.get(request.getClass());
            if (answer == null) {
                throw new AssertionError("a request that nobody expects: " + request);
            }
            return answer.apply(request);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new AssertionError("an operation that nobody expects: " + method);
    }
}
