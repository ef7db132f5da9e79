/** What waits, what fails and what runs. */
package org.allowput.ops.status;
