terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25"
    }
  }
}

variable "role_name" {
  description = "The role that account B assumes"
  type        = string
  default     = "AllowPutToS3"
}

variable "create_bucket" {
  description = "false if the bucket exists already. The module then does not change it"
  type        = bool
  default     = true
}

resource "aws_iam_role" "allow_put_to_s3" {
  name                 = var.role_name
  description          = "Puts objects into ${var.bucket_name}"
  assume_role_policy   = local.trust_policy
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "allow_put_to_s3" {
  name   = "AllowPutToS3"
  role   = aws_iam_role.allow_put_to_s3.name
  policy = local.role_policy
}

resource "aws_s3_bucket" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = var.bucket_name
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_ownership_controls" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.target[0].id
  rule {
    object_ownership = local.bucket.OwnershipControls.Rules[0].ObjectOwnership
  }
}

resource "aws_s3_bucket_public_access_block" "target" {
  count                   = var.create_bucket ? 1 : 0
  bucket                  = aws_s3_bucket.target[0].id
  block_public_acls       = local.bucket.PublicAccessBlockConfiguration.BlockPublicAcls
  block_public_policy     = local.bucket.PublicAccessBlockConfiguration.BlockPublicPolicy
  ignore_public_acls      = local.bucket.PublicAccessBlockConfiguration.IgnorePublicAcls
  restrict_public_buckets = local.bucket.PublicAccessBlockConfiguration.RestrictPublicBuckets
}

resource "aws_s3_bucket_server_side_encryption_configuration" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.target[0].id
  dynamic "rule" {
    for_each = local.bucket.BucketEncryption.ServerSideEncryptionConfiguration
    content {
      blocked_encryption_types = rule.value.BlockedEncryptionTypes.EncryptionType
      apply_server_side_encryption_by_default {
        sse_algorithm = rule.value.ServerSideEncryptionByDefault.SSEAlgorithm
      }
    }
  }
}

resource "aws_s3_bucket_versioning" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.target[0].id
  versioning_configuration {
    status = local.bucket.VersioningConfiguration.Status
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket_versioning.target[0].bucket
  dynamic "rule" {
    for_each = local.bucket.LifecycleConfiguration.Rules
    content {
      id     = rule.value.Id
      status = rule.value.Status
      filter {}
      dynamic "abort_incomplete_multipart_upload" {
        for_each = try([rule.value.AbortIncompleteMultipartUpload], [])
        content {
          days_after_initiation = abort_incomplete_multipart_upload.value.DaysAfterInitiation
        }
      }
      dynamic "noncurrent_version_expiration" {
        for_each = try([rule.value.NoncurrentVersionExpiration], [])
        content {
          noncurrent_days = noncurrent_version_expiration.value.NoncurrentDays
        }
      }
      dynamic "expiration" {
        for_each = try([rule.value.ExpiredObjectDeleteMarker], [])
        content {
          expired_object_delete_marker = expiration.value
        }
      }
    }
  }
}

resource "aws_s3_bucket_policy" "target" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.target[0].id
  policy = local.bucket_policy
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

output "target_grant" {
  description = "What both accounts agree on but the ExternalId, as one line: account B's TargetGrant"
  value = join("|", [
    data.aws_caller_identity.current.account_id,
    data.aws_region.current.region,
    var.bucket_name,
    var.role_name,
    var.key_prefix,
    "",
    "",
    "none",
    "false",
    "false",
  ])
}

output "role_arn" {
  description = "What account B assumes"
  value       = aws_iam_role.allow_put_to_s3.arn
}

output "target_bucket_name" {
  description = "The target bucket"
  value       = var.bucket_name
}
