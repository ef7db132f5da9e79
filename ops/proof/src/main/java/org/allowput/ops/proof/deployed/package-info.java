/**
 * The deployment that is proven: the roles, buckets and keys of an account with their policies, and what is expected to
 * be granted.
 */
package org.allowput.ops.proof.deployed;
