package org.allowput.infra.settings.function;

import org.allowput.infra.settings.reading.SettingType;

/**
 * Which events of a workflow's executions are logged.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html">Logging to CloudWatch Logs</a>
 */
public enum WorkflowLogLevel {
    OFF,
    FATAL,
    ERROR,
    ALL;

    static final SettingType<WorkflowLogLevel> TYPE = SettingType.enumeration(WorkflowLogLevel.class);
}
