/**
 * The plain templates: each stack synthesized once with every option, and parameters that decide which of its parts
 * exist.
 */
package org.allowput.infra.plain;
