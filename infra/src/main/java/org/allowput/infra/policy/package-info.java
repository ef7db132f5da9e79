/** The vocabulary of the policies: ARNs, actions and conditions. */
package org.allowput.infra.policy;
