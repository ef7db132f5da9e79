package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflow of releases refuses a commit of which {@code build/green-runs} does not find both a green build and a
 * green night. Here {@code gh} is a program that prints answers with the fields of {@code gh run list --json}.
 *
 * @see <a href="https://cli.github.com/manual/gh_run_list">gh run list</a>
 */
class GreenRunsTest {
    private static final Path ROOT = Checkout.current().root();
    private static final String COMMIT = "1f3d5b7a9c0e2d4f6b8a1f3d5b7a9c0e2d4f6b8a";
    private static final String GREEN = run(1, COMMIT, "push", "completed", "success");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aCommitWithAGreenBuildAndAGreenNightMayBeReleased() throws IOException {
        Finished found = check(GREEN, run(2, COMMIT, "schedule", "completed", "success"));

        assertThat(found.status()).as(found.output()).isZero();
        assertThat(found.output().lines())
                .containsExactly(
                        "ci.yml: https://github.com/owner/name/actions/runs/1 succeeded",
                        "nightly.yml: https://github.com/owner/name/actions/runs/2 succeeded");
        assertThat(Files.readString(folder.resolve("asked")))
                .contains("--workflow ci.yml --commit " + COMMIT, "--workflow nightly.yml --commit " + COMMIT);
    }

    @Test
    void aCommitThatWasNotTestedByNightIsRefused() throws IOException {
        Finished found = check(GREEN, "");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output())
                .contains("nightly.yml: seen no run for the commit " + COMMIT
                        + ", expected one that succeeded: start it");
    }

    @Test
    void aRunThatFailedIsRefused() throws IOException {
        Finished found = check(run(1, COMMIT, "push", "completed", "failure"), "");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output())
                .contains("ci.yml: seen the run https://github.com/owner/name/actions/runs/1 end with failure")
                .contains("nightly.yml: seen no run");
    }

    @Test
    void aRunThatHasNotEndedIsWaitedFor() throws IOException {
        Finished found = check(GREEN, run(2, COMMIT, "workflow_dispatch", "in_progress", ""));

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output()).contains("with the status in_progress, expected its end");
    }

    @Test
    void runsOfAnotherCommitOrOfAPullRequestDoNotCount() throws IOException {
        Finished found = check(
                run(1, COMMIT.replace('1', '2'), "push", "completed", "success"),
                run(2, COMMIT, "pull_request", "completed", "success"));

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output()).contains("ci.yml: seen no run", "nightly.yml: seen no run");
    }

    @Test
    void theNewestRunDecides() throws IOException {
        Finished found = check(GREEN + "," + run(3, COMMIT, "push", "completed", "cancelled"), GREEN);

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output()).contains("runs/3 end with cancelled").doesNotContain("runs/1 end");
    }

    @Test
    void aFailureOfTheProgramOfGitHubIsNoGreenRun() throws IOException {
        Finished found = check("$(exit 4)", GREEN);

        assertThat(found.status()).isEqualTo(3);
        assertThat(found.output()).contains("gh run list --workflow ci.yml", "not signed in");
    }

    @Test
    void theReleaseRequiresGreenRunsBeforeItPublishesAnything() throws IOException {
        assertThat(Files.readString(ROOT.resolve(".github/workflows/release.yml")))
                .containsPattern(
                        "(?s)\n {6}actions: read\n.*run: build/green-runs \"\\$GITHUB_SHA\"\n.*run: build/release .*"
                                + "gh release create");
        assertThat(Files.readString(ROOT.resolve("build/green-runs"))).contains("\"ci.yml\"", "\"nightly.yml\"");
    }

    private static String run(int number, String commit, String event, String status, String conclusion) {
        return """
            {"headSha":"%s","event":"%s","status":"%s","conclusion":"%s","createdAt":"2026-12-0%dT01:41:00Z",\
            "url":"https://github.com/owner/name/actions/runs/%d"}\
            """.formatted(commit, event, status, conclusion, number, number);
    }

    /** @param builds runs of the workflow ci, between commas; so with nights */
    private Finished check(String builds, String nights) throws IOException {
        Path program = folder.resolve("gh");
        List<String> lines = new ArrayList<>(List.of("#!/bin/sh", "echo \"$*\" >> " + folder.resolve("asked")));
        lines.add(
                builds.startsWith("$")
                        ? "echo not signed in >&2; exit 4"
                        : "case \"$*\" in *ci.yml*) echo '[" + builds + "]';; *) echo '[" + nights + "]';; esac");
        Files.write(program, lines);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return Finished.of(new ExternalCommand(ROOT, "build/green-runs", COMMIT)
                .with(Map.of("PATH", folder + ":" + System.getenv("PATH"))));
    }
}
