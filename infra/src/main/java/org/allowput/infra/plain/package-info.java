/** The plain templates: each stack synthesized once with every option, and parameters for which parts exist. */
package org.allowput.infra.plain;
