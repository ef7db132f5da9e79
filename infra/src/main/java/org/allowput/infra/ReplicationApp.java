package org.allowput.infra;

import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.InvalidSettingsException;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SettingsReader;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The CDK app, as {@code build/cdk-app} runs it for the CDK's command line.
 *
 * <p>The settings stand in the {@code replication} object of cdk.json, or in a list of such objects for several
 * deployments. Any one of them is overridden by its path: {@code cdk deploy -c trigger=eventbridge -c
 * queue.batchSize=5}. Where the environment variable {@code EXTERNAL_ID} is set, its value is checked too; it is not
 * stored.
 */
public final class ReplicationApp {
    private ReplicationApp() {}

    /**
     * Writes the templates to where the CDK's command line wants them. Ends with status 1 and one message if the
     * settings cannot be deployed.
     *
     * @param arguments the paths of the zips, as {@link FunctionZips} has them
     */
    public static void main(String[] arguments) {
        App app = new App(props(Map.of()).build());
        try {
            build(app, FunctionZips.of(arguments), System.getenv());
        } catch (InvalidSettingsException invalid) {
            System.err.println(invalid.getMessage());
            System.exit(1);
        }
        app.synth();
    }

    /**
     * Deterministic templates, without metadata about this computer; and no usage reports. Each feature flag of the CDK
     * has a value, so that the CDK's command line asks for none.
     *
     * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html">Feature flags</a>
     */
    public static AppProps.Builder props(Map<String, Object> context) {
        Map<String, Object> all = JsonMapper.shared()
                .readValue(PackagedFile.text("/cdk-flags.json"), new TypeReference<TreeMap<String, Object>>() {});
        all.putAll(context);
        return AppProps.builder()
                .context(all)
                .analyticsReporting(false)
                .treeMetadata(false)
                .stackTraces(false);
    }

    public static void build(App app, FunctionZips zips, Map<String, String> environment) {
        Map<String, Object> context = new TreeMap<>();
        ((Map<?, ?>) app.getNode().getAllContext()).forEach((name, value) -> context.put(String.valueOf(name), value));
        for (Settings settings : SettingsReader.read(context, environment)) {
            new TargetAccountStack(app, settings).validateTrustPolicies(environment);
            PolicyLength.validateInline(
                    new SourceAccountStack(app, settings, zips),
                    settings.source().region().partition());
        }
    }
}
