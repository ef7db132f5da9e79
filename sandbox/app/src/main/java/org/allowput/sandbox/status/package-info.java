/** How far replication is, shown while it runs. */
package org.allowput.sandbox.status;
