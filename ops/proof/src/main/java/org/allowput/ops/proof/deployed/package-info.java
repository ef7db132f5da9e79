/**
 * What is deployed: the roles, buckets and keys of an account with their policies, and what was meant to be granted.
 */
package org.allowput.ops.proof.deployed;
