/** The settings in {@code cdk.json}, read and validated before any stack is built. */
package org.allowput.infra.settings;
