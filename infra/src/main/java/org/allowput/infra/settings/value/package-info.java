/** The types of single values, each with its syntax. */
package org.allowput.infra.settings.value;
