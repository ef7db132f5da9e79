package org.allowput.ops.proof;

/**
 * That a condition of the template has a value.
 *
 * @param condition its name in the section {@code Conditions}
 */
record ConditionValue(String condition, boolean is) {}
