/** The two accounts, their buckets, and what one grants the other. */
package org.allowput.infra.settings.account;
