package org.allowput.sandbox.simulation;

import org.allowput.lambda.SimulatedFunction;
import org.allowput.sandbox.simulation.function.FunctionCode;
import org.allowput.sandbox.simulation.workflow.Template;

/** The code that is simulated: classes and template, as they are or with one fault. */
public interface Code {
    /** The product's. */
    Code PRODUCT = new Code() {
        private final Template template = Template.read();

        @Override
        public FunctionCode.Factory function(String name) {
            return name.equals("replication") ? SimulatedFunction::replication : SimulatedFunction::largeObjects;
        }

        @Override
        public Template template() {
            return template;
        }
    };

    /** By the name of a method of {@link SimulatedFunction}. */
    FunctionCode.Factory function(String name);

    Template template();

    /** What is deployed next, while copies run: the same, or another version. */
    default Code next() {
        return this;
    }
}
