/**
 * Makes one CloudFormation template with parameters and conditions of several that were synthesized with different
 * settings.
 */
package org.allowput.infra.template;
