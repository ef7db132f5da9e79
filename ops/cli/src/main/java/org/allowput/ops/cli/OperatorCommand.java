package org.allowput.ops.cli;

import java.util.concurrent.Callable;

/** A command of an operator. The module that has it names it in {@code META-INF/services}. */
public interface OperatorCommand extends Callable<Integer> {}
