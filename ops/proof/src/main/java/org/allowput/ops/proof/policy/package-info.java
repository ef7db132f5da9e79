/** The policies of a template: statements, and the roles and resources that have them. */
package org.allowput.ops.proof.policy;
