/**
 * Makes one CloudFormation template with parameters and conditions of several that were synthesized with different
 * settings.
 */
@NullMarked
package org.allowput.infra.template;

import org.jspecify.annotations.NullMarked;
