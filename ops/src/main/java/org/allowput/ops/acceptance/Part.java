package org.allowput.ops.acceptance;

import java.util.List;
import org.allowput.ops.acceptance.check.CheckResult;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.measure.MeasuredValue;

/** What is found at one of the two deployments, which are checked at the same time. */
record Part(String name, Checks checks, List<MeasuredValue> measurements) {
    boolean failed() {
        return checks.count(CheckResult.Verdict.FAILED) > 0;
    }
}
