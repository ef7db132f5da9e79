package org.allowput.host.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.TreeNode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.allowput.emulator.local.Unchecked;
import org.allowput.host.http.JsonText;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/**
 * Credentials that the emulator itself issues to the function's role: a small Python function with the same role, which
 * the emulator can run, returns those that it was given. Kept for 40 minutes, and said to expire 20 minutes later.
 */
public final class HelperFunctionCredentials implements CredentialsSource {
    private static final Duration CACHE_TIME = Duration.ofMinutes(40);
    private static final Duration VALID = Duration.ofMinutes(60);
    private static final String CODE = """
        import os

        def handler(event, context):
            return {name: os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")}
        """;

    private final LambdaClient lambda;
    private final Map<String, SessionCredentials> byRole = new HashMap<>();

    /**
     * Makes the helper function when it is first needed.
     *
     * @param lambda as an administrator of the function's account; not closed here
     */
    public HelperFunctionCredentials(LambdaClient lambda) {
        this.lambda = lambda;
    }

    @Override
    public synchronized SessionCredentials credentialsFor(DeployedFunction function) {
        SessionCredentials cached = byRole.get(function.roleArn());
        if (cached != null
                && Instant.now().isBefore(cached.expiration().minus(VALID).plus(CACHE_TIME))) {
            return cached;
        }
        SessionCredentials issued = issue(function.name() + "-credentials", function.roleArn());
        byRole.put(function.roleArn(), issued);
        return issued;
    }

    private SessionCredentials issue(String helper, String roleArn) {
        install(helper, roleArn);
        InvokeResponse response = lambda.invoke(request -> request.functionName(helper));
        // Not in the exception: the payload of a helper that works holds secrets.
        TreeNode answer = JsonText.tree(response.payload().asUtf8String())
                .filter(tree -> response.functionError() == null && tree.isObject())
                .orElseThrow(() -> new IllegalStateException("The emulator did not run the helper function " + helper
                        + ", which gets the credentials of " + roleArn + ": see the emulator's log."));
        return new SessionCredentials(
                text(answer, "AWS_ACCESS_KEY_ID"),
                text(answer, "AWS_SECRET_ACCESS_KEY"),
                text(answer, "AWS_SESSION_TOKEN"),
                Instant.now().plus(VALID));
    }

    private void install(String helper, String roleArn) {
        try {
            lambda.createFunction(request -> request.functionName(helper)
                    .description("Returns its own credentials to the sandbox's Lambda host")
                    .runtime("python3.13")
                    .handler("index.handler")
                    .role(roleArn)
                    .timeout(30)
                    .code(code -> code.zipFile(SdkBytes.fromByteArray(zip()))));
        } catch (ResourceConflictException alreadyThere) {
            lambda.updateFunctionConfiguration(
                    request -> request.functionName(helper).role(roleArn));
        }
    }

    private static String text(TreeNode answer, String name) {
        return JsonText.text(answer, name)
                .orElseThrow(() -> new IllegalStateException("The emulator gave the helper function no " + name));
    }

    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Unchecked.run(() -> {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("index.py"));
                zip.write(CODE.getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
