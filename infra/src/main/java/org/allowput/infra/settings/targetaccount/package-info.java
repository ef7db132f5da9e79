/** The settings of account A's side: its bucket, the role, and the accounts that may assume it. */
package org.allowput.infra.settings.targetaccount;
