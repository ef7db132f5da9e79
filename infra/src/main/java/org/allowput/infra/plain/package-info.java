/** The templates that deploy without the CDK. */
package org.allowput.infra.plain;
