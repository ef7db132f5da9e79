/**
 * Who can do what with the target account's role and bucket, found out by trying: against AWS as well as an emulator.
 */
package org.allowput.ops.access;
