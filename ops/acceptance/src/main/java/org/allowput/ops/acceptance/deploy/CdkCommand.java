package org.allowput.ops.acceptance.deploy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.cli.OperationException;

/**
 * The CDK's command line, in the version that {@code package-lock.json} pins, with the profile of an account. What it
 * prints goes to a log, the ExternalId masked.
 */
public final class CdkCommand {
    private static final int TAIL = 20;

    private final BuiltCheckout checkout;
    private final Accounts accounts;
    private final String externalId;
    private final Path folder;
    private final String node;

    /** @throws OperationException if there is no Node.js that can run it */
    public CdkCommand(BuiltCheckout checkout, Accounts accounts, String externalId, Path folder) {
        this.checkout = checkout;
        this.accounts = accounts;
        this.externalId = externalId;
        this.folder = folder;
        this.node = node(checkout);
    }

    /** Runs it. @throws OperationException if it fails, with the end of what it printed */
    void run(AccountKind side, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(node, checkout.cdk().toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(
                        arguments.getFirst().equals("bootstrap")
                                ? folder.toFile()
                                : checkout.root().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE")
                .forEach(environment::remove);
        environment.put("AWS_PROFILE", accounts.profile(side));
        environment.put("AWS_REGION", accounts.region().id());
        accounts.of(side).endpoint().ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint.toString()));
        environment.put("EXTERNAL_ID", externalId);
        environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
        environment.put("CDK_DISABLE_VERSION_CHECK", "true");
        environment.put("NODE_NO_WARNINGS", "1");
        environment.put("NO_COLOR", "1");
        List<String> lines = new ArrayList<>();
        int status = status(builder, lines);
        if (status != 0) {
            throw new OperationException("\"cdk " + arguments.getFirst() + "\" ended with status " + status + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size())));
        }
    }

    private int status(ProcessBuilder builder, List<String> lines) {
        try {
            Process process = builder.start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                    BufferedWriter log = Files.newBufferedWriter(
                            folder.resolve("cdk.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    String masked = line.replace(externalId, "<ExternalId>");
                    lines.add(masked);
                    log.write(masked + "\n");
                    log.flush();
                }
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String node(BuiltCheckout checkout) {
        try {
            Process process =
                    new ProcessBuilder(checkout.root().resolve("bin/find-tool").toString(), "node").start();
            String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0 || path.isEmpty()) {
                throw new OperationException("The CDK needs Node.js 20 or later: install it.");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
