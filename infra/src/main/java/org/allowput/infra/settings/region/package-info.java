/** The Region of an account's side, and what follows from it. */
package org.allowput.infra.settings.region;
