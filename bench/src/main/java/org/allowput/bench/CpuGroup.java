package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group of Linux, whose processes together have at most as much of the processor as is set. Needs the
 * controller {@code cpu}, of version 1 or 2, and the right to make groups, which root has.
 *
 * @param folder of the group in the file system of control groups
 * @param quota the file with its limit: microseconds in each {@value #PERIOD_MICROS}
 * @param isVersion1 of control groups, which differ in how the limit is written
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html">CFS bandwidth control</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files">CPU interface files</a>
 */
record CpuGroup(Path folder, Path quota, boolean isVersion1) implements AutoCloseable {
    private static final long PERIOD_MICROS = 100_000;
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /**
     * Makes a group without a limit.
     *
     * @throws IllegalStateException if that is not possible here: with the reason
     */
    static CpuGroup make() {
        boolean isVersion1 = Files.exists(ROOT.resolve("cpu/cpu.cfs_quota_us"));
        Path folder = (isVersion1 ? ROOT.resolve("cpu") : ROOT)
                .resolve("bench-" + ProcessHandle.current().pid());
        Path quota = folder.resolve(isVersion1 ? "cpu.cfs_quota_us" : "cpu.max");
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no control group can be made: " + e + ". Run as root on Linux, or without a limit: --cores 1.", e);
        }
        CpuGroup group = new CpuGroup(folder, quota, isVersion1);
        if (!Files.exists(quota)) {
            group.close();
            throw new IllegalStateException("a control group has no " + quota.getFileName()
                    + ". Enable the controller cpu: echo +cpu > /sys/fs/cgroup/cgroup.subtree_control");
        }
        return group;
    }

    /** Limits the processes in the group from now on, together, to so many cores: 1 or more is no limit. */
    void limit(double cores) {
        long micros = Math.round(cores * PERIOD_MICROS);
        String none = isVersion1 ? "-1" : "max";
        try {
            Files.writeString(
                    quota, (cores < 1 ? Long.toString(micros) : none) + (isVersion1 ? "" : " " + PERIOD_MICROS));
        } catch (IOException e) {
            throw new IllegalStateException(quota + " cannot be written: run as root", e);
        }
    }

    /** The command in a process of the group. */
    List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", "echo $$ > " + folder.resolve("cgroup.procs") + " && exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    /** Its processes have ended. */
    @Override
    public void close() {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException(folder + " is left: remove it by rmdir", e);
        }
    }
}
