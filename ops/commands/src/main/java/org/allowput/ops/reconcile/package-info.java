/** The command that compares a source bucket with what was copied of it. */
package org.allowput.ops.reconcile;
