/**
 * The settings of account B's side: its bucket, which objects are copied and by which trigger, and what it keeps about
 * copies.
 */
package org.allowput.infra.settings.sourceaccount;
