/** The workflow that copies objects that are too large for one invocation. */
package org.allowput.infra.large;
