package org.allowput.sandbox.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpClient;

/** A function as an execution environment has it loaded. */
@FunctionalInterface
public interface LoadedFunction {
    byte[] handle(byte[] event, Context context) throws Exception;

    /**
     * What an environment gives its function.
     *
     * @param function its name, which is the token of its credentials
     * @param variables of the environment
     * @param log where each line of the log goes
     */
    record Host(
            String function,
            Map<String, String> variables,
            SdkHttpClient http,
            VirtualTime time,
            RandomGenerator random,
            Consumer<String> log) {}
}
