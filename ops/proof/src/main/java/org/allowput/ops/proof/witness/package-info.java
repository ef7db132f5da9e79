/**
 * A second reading of a template, for one deployment: its functions are evaluated with known values, its policies by
 * the module {@code policy}. It shares the parser of JSON and YAML with the prover, and nothing else, so that a mistake
 * of one is seen by the other.
 */
package org.allowput.ops.proof.witness;
