# The documents that are generated beside this folder, with the names filled in. The patterns are those of ReplicationTarget.yaml.

variable "source_account" {
  description = "Account B, which the role trusts"
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.source_account))
    error_message = "source_account must have 12 digits."
  }
}

variable "bucket_name" {
  description = "The target bucket"
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be the name of an S3 bucket."
  }
}

variable "external_id" {
  description = "The agreed ExternalId"
  type        = string
  sensitive   = true
  validation {
    condition     = can(regex("^[\\w+=,.@:\\/-]*$", var.external_id)) && length(var.external_id) >= 2 && length(var.external_id) <= 1224
    error_message = "external_id must have 2 to 1224 letters, digits and _ + = , . @ : / -"
  }
}

variable "key_prefix" {
  description = "What every key has to begin with, for example from-b/. Empty for any key"
  type        = string
  default     = ""
  validation {
    condition     = can(regex("^[ !#%-&(-)+->@-\\[\\]-{}~]{0,512}$", var.key_prefix))
    error_message = "key_prefix must be at most 512 characters of printable ASCII without \" $ * ? | \\"
  }
}

variable "partition" {
  description = "The partition of both accounts, for example aws-cn"
  type        = string
  default     = "aws"
}

locals {
  partition = "arn:${var.partition}:"
  keys      = "${var.bucket_name}/${var.key_prefix}"

  role_policy = replace(replace(file("${path.module}/../role-policy.json"), "arn:aws:", local.partition), "TARGET_BUCKET/", local.keys)

  # The ExternalId comes last, so that nothing is replaced in it.
  trust_policy = replace(replace(replace(file("${path.module}/../trust-policy.json"),
  "arn:aws:", local.partition), "SOURCE_ACCOUNT", var.source_account), "EXTERNAL_ID", var.external_id)

  # The properties of the bucket and its policy, as CloudFormation has them.
  bucket        = jsondecode(replace(replace(file("${path.module}/../bucket.json"), "arn:aws:", local.partition), "TARGET_BUCKET", var.bucket_name))
  bucket_policy = jsonencode(local.bucket.PolicyDocument)
}
