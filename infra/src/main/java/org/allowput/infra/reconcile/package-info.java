/**
 * The scheduled comparison of both buckets, and the roles of jobs: of the copies of what was there before, and of
 * checksums of what arrived.
 */
package org.allowput.infra.reconcile;
