/**
 * The resources that read receipts: the scheduled comparison, and Athena; and the role of jobs that copy what was there
 * before.
 */
package org.allowput.infra.reconcile;
