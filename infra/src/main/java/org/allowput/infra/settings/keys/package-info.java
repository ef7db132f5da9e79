/** Which keys are copied and what they are called. */
package org.allowput.infra.settings.keys;
