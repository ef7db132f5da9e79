package org.allowput.sandbox.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.StrictProxy;
import org.allowput.sandbox.deployments.RunningFunctions;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * An emulator that is reached by two profiles of the AWS CLI as AWS is: {@code a} of account A, and {@code b} of
 * account B. It runs the functions that will be deployed, and refuses what AWS refuses. It outlives the JVM's shutdown
 * hooks, in which the run removes what it has deployed.
 *
 * @param variables by which other programs find the profiles
 */
record EmulatedAccounts(
        Emulator emulator, RunningFunctions functions, StrictProxy strict, Map<String, String> variables)
        implements AutoCloseable {
    /**
     * Starts it, and lets this JVM find its profiles.
     *
     * @param runsFunctions whether deployed functions run; they write to their log groups
     */
    static EmulatedAccounts start(Path folder, boolean runsFunctions) {
        return Unchecked.get(() -> {
            Map<String, String> emulatorVariables =
                    new TreeMap<>(runsFunctions ? JavaFunctions.emulatorVariables(folder) : Map.of());
            emulatorVariables.put("SFN_WAIT_SCALE", "0.02");
            Emulator emulator = Emulator.startInBackground(
                    Checkout.current(),
                    folder.resolve("emulator"),
                    Ports.free(),
                    emulatorVariables,
                    progress -> {},
                    started -> {});
            RunningFunctions functions = RunningFunctions.start(emulator, folder);
            StrictProxy strict = StrictProxy.startForAnyClient(emulator, 0);
            Path config = folder.resolve("config");
            Files.writeString(
                    config,
                    profile("a", emulator.target(), strict, emulator)
                            + profile("b", emulator.source(), strict, emulator));
            System.setProperty(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), config.toString());
            Path none = folder.resolve("credentials");
            System.setProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), none.toString());
            String bundle = emulator.caBundle().toString();
            Map<String, String> variables =
                    new TreeMap<>(Map.of("AWS_CA_BUNDLE", bundle, "NODE_EXTRA_CA_CERTS", bundle));
            variables.put("AWS_CONFIG_FILE", config.toString());
            variables.put("AWS_SHARED_CREDENTIALS_FILE", none.toString());
            variables.put("NO_PROXY", "localhost,127.0.0.1");
            variables.put("CDK_HOME", folder.resolve("cdk").toString());
            return new EmulatedAccounts(emulator, functions, strict, variables);
        });
    }

    private static String profile(String name, Account account, StrictProxy endpoint, Emulator emulator) {
        return """
            [profile %s]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            region = %s
            endpoint_url = %s
            ca_bundle = %s
            """.formatted(
                        name,
                        account.id(),
                        Account.ADMINISTRATOR_SECRET,
                        account.region(),
                        endpoint.endpoint(),
                        emulator.caBundle());
    }

    @Override
    public void close() {
        System.clearProperty(ProfileFileSystemSetting.AWS_CONFIG_FILE.property());
        System.clearProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property());
        strict.close();
        functions.close();
        emulator.close();
    }
}
