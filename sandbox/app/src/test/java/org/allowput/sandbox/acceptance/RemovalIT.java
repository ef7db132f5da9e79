package org.allowput.sandbox.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** What an acceptance run has deployed is removed however it ends. The tests follow one another. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemovalIT {
    private static final Path FOLDER = Path.of("target/removal").toAbsolutePath();
    private static final String CREATING = "creating the stack ReplicationTarget";
    private static final String REMOVED = "Everything that was created is removed.";

    @AutoClose
    private static EmulatedAccounts accounts;

    /** An acceptance run in a JVM of its own, which a test can kill; and the removal of what it has left. */
    static final class Run {
        private Run() {}

        /**
         * Deploys, or removes.
         *
         * @param arguments {@code deploy}, which does not end by itself, or {@code clean} and the name of a run
         */
        public static void main(String[] arguments) throws InterruptedException {
            if (arguments[0].equals("clean")) {
                System.exit(Removal.of(new RunFolder(arguments[1])).isEmpty() ? 0 : 1);
            }
            AcceptanceRun.current().deployment(AcceptanceRun.Way.PLAIN);
            System.out.println("deployed");
            Thread.currentThread().join();
        }
    }

    @BeforeAll
    static void start() {
        PrivateFiles.delete(FOLDER);
        PrivateFiles.folder(FOLDER);
        accounts = EmulatedAccounts.start(FOLDER, false);
    }

    @Test
    @Order(1)
    void afterSigtermNothingIsLeft() throws Exception {
        Process run = start("interrupted", "deploy");
        await(run, "interrupted", CREATING);
        assertThat(left()).isNotEmpty();

        // SIGTERM, which ends a JVM as Ctrl-C does.
        run.destroy();
        assertThat(run.waitFor(3, TimeUnit.MINUTES)).isTrue();

        assertThat(left()).isEmpty();
        assertThat(Files.readString(FOLDER.resolve("runs/" + name("interrupted") + "/output.txt")))
                .contains(REMOVED);
    }

    @Test
    @Order(2)
    void whatAKilledRunHasLeftIsRemovedOrListedIfItCannotBe() throws Exception {
        Process run = start("killed", "deploy");
        await(run, "killed", CREATING);
        run.destroyForcibly();
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String killed = name("killed");
        assertThat(left()).contains("Acceptance-" + killed);

        protect("Acceptance-" + killed, true);
        assertThat(clean(killed)).isEqualTo(1);
        assertThat(printed("cleaned"))
                .containsPattern(
                        "Not removed: \\[STACK Acceptance-" + killed + "\\]\\..* and -Dclean=" + killed + "\n");

        protect("Acceptance-" + killed, false);
        assertThat(clean(killed)).isZero();
        assertThat(printed("cleaned")).contains(REMOVED);
        assertThat(left()).isEmpty();
    }

    /** A thread that deploys goes on while the process ends. */
    @Test
    void nothingIsCreatedAfterTheRemovalHasBegun() {
        List<String> created = new CopyOnWriteArrayList<>();
        Stacks.Creation creation = new Stacks.Creation(created::add);
        creation.begin("one");
        creation.end();

        Thread deploying = Thread.ofPlatform().daemon().start(() -> creation.begin("another"));

        Eventually.until(
                Duration.ofSeconds(30), "it waits", deploying::getState, state -> state == Thread.State.WAITING);
        assertThat(created).containsExactly("creating one");
    }

    @Test
    void aNameThatNoRunHasIsRefused() {
        assertThatThrownBy(() -> new RunFolder("Replication"))
                .hasMessageContaining("-Dclean=Replication: expected the name that a run printed");
    }

    /** So that account A's stack cannot be deleted, or can be. */
    private static void protect(String stack, boolean enabled) {
        accounts.emulator()
                .target()
                .cloudFormation()
                .updateTerminationProtection(request -> request.stackName(stack).enableTerminationProtection(enabled));
    }

    private static int clean(String run) throws Exception {
        Process clean = start("cleaned", "clean", run);
        assertThat(clean.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return clean.exitValue();
    }

    private static Process start(String output, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Daws.configFile=" + accounts.variables().get("AWS_CONFIG_FILE"),
                "-Daws.sharedCredentialsFile=" + FOLDER.resolve("credentials"),
                "-Dtarget.profile=a",
                "-Dsource.profile=b",
                "-Dacceptance.folder=" + FOLDER.resolve("runs"),
                Run.class.getName()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve(output).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        return builder.start();
    }

    private static void await(Process process, String output, String text) {
        Eventually.until(
                Duration.ofMinutes(3), text, () -> printed(output), seen -> seen.contains(text) || !process.isAlive());
        assertThat(printed(output)).contains(text);
    }

    private static String printed(String output) {
        return Unchecked.get(() -> {
            // In the encoding of this computer: only its ASCII characters are compared.
            return new String(Files.readAllBytes(FOLDER.resolve(output)), US_ASCII);
        });
    }

    private static String name(String output) {
        return Pattern.compile("-Dclean=(acc-\\w{6})")
                .matcher(printed(output))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** Stacks, buckets, log groups and roles, in both accounts. */
    private static List<String> left() {
        List<String> left = new ArrayList<>();
        for (Account account :
                List.of(accounts.emulator().target(), accounts.emulator().source())) {
            account.cloudFormation().listStacks().stackSummaries().stream()
                    .filter(stack -> !stack.stackStatusAsString().equals("DELETE_COMPLETE"))
                    .forEach(stack -> left.add(stack.stackName()));
            account.s3().listBuckets().buckets().forEach(bucket -> left.add(bucket.name()));
            account.iam().listRoles().roles().forEach(role -> left.add(role.roleName()));
            account.configure(CloudWatchLogsClient.builder())
                    .build()
                    .describeLogGroups()
                    .logGroups()
                    .forEach(group -> left.add(group.logGroupName()));
        }
        return left;
    }
}
