package org.allowput.ops.proof.template;

/**
 * That a condition of the template has a value.
 *
 * @param condition its name in the section {@code Conditions}
 */
public record ConditionValue(String condition, boolean is) {}
