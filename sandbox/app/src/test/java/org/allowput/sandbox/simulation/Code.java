package org.allowput.sandbox.simulation;

import org.allowput.lambda.SimulatedFunction;
import org.allowput.sandbox.simulation.function.LoadedFunction;
import org.allowput.sandbox.simulation.workflow.SimulatedTemplate;

/** The code that is simulated: classes and template, as they are or with one fault. */
public interface Code {
    /** The product's. */
    Code PRODUCT = new Code() {
        private final SimulatedTemplate template = SimulatedTemplate.read();

        @Override
        public LoadedFunction.Factory function(String name) {
            return name.equals("replication") ? SimulatedFunction::replication : SimulatedFunction::largeObjects;
        }

        @Override
        public SimulatedTemplate template() {
            return template;
        }
    };

    /** By the name of a method of {@link SimulatedFunction}. */
    LoadedFunction.Factory function(String name);

    SimulatedTemplate template();

    /** What is deployed next, while copies run: the same, or another version. */
    default Code next() {
        return this;
    }
}
