/** Which keys are copied and what they are called, and the search for two keys that become one. */
package org.allowput.infra.settings.keys;
