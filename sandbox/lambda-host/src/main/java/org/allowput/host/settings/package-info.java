/** What a Lambda host is configured with. */
package org.allowput.host.settings;
