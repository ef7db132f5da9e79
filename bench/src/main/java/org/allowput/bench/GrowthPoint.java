package org.allowput.bench;

import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;

/** One measurement of a series in which one thing grows. */
record GrowthPoint(String series, Workload work, int batch, Measurement measured) {
    double cpuMillis() {
        return measured.cpu() * 1000 / work.objects();
    }

    double wallMillis() {
        return measured.wall() * 1000 / work.objects();
    }

    double mibPerSecond() {
        return work.objects() * (double) work.size() / Workload.MIB / measured.wall();
    }
}
