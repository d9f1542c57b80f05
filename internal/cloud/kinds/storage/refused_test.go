//go:build rehearsal

package storage

// refused is a configuration of which AWS refuses nearly everything.
const refused = `
resource "aws_s3_bucket" "names" {
  for_each = toset(["taken", "-hyphen", "Capital", "xy"])
  bucket   = each.key
}
resource "aws_s3_bucket" "open" {
  bucket              = "open"
  object_lock_enabled = true
}
resource "aws_s3_bucket" "b" {
  for_each = toset(["syntax", "principal", "none", "resource", "action", "applies", "public"])
  bucket   = "policy-${each.key}"
}
resource "aws_s3_bucket_policy" "missing" {
  bucket = "missing"
  policy = jsonencode({ Statement = [local.allow] })
}
locals {
  allow = { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = "000000000000" } }
  role  = { AWS = "arn:aws:iam::000000000000:role/missing" }
  policies = {
    syntax    = {}
    principal = { Principal = local.role, Resource = "arn:aws:s3:::policy-principal/*" }
    none      = { Principal = null, Resource = "arn:aws:s3:::policy-none/*" }
    resource  = { Resource = "arn:aws:s3:::another/*" }
    action    = { Action = "sqs:SendMessage", Resource = "arn:aws:s3:::policy-action/*" }
    applies   = { Resource = "arn:aws:s3:::policy-applies" }
    public    = { Principal = "*", Resource = "arn:aws:s3:::policy-public/*" }
  }
}
resource "aws_s3_bucket_policy" "b" {
  for_each = local.policies
  bucket   = aws_s3_bucket.b[each.key].bucket
  policy   = each.key == "syntax" ? "{}" : jsonencode({ Statement = [{ for k, v in merge(local.allow, each.value) : k => v if v != null }] })
}
resource "aws_s3_bucket_acl" "unsupported" {
  bucket = aws_s3_bucket.open.bucket
  acl    = "private"
}
resource "aws_s3_bucket" "acl" { bucket = "has-acl" }
resource "aws_s3_bucket_ownership_controls" "acl" {
  bucket = aws_s3_bucket.acl.bucket
  rule { object_ownership = "ObjectWriter" }
}
resource "aws_s3_bucket_acl" "public" {
  bucket     = aws_s3_bucket.acl.bucket
  acl        = "public-read"
  depends_on = [aws_s3_bucket_ownership_controls.acl]
}
resource "aws_s3_bucket_acl" "delivery" {
  bucket     = aws_s3_bucket.acl.bucket
  acl        = "log-delivery-write"
  depends_on = [aws_s3_bucket_ownership_controls.acl]
}
resource "aws_s3_bucket_ownership_controls" "enforced" {
  bucket     = aws_s3_bucket.acl.bucket
  depends_on = [aws_s3_bucket_acl.delivery]
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_versioning" "locked" {
  bucket = aws_s3_bucket.open.bucket
  versioning_configuration { status = "Suspended" }
}
resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.acl.bucket
  versioning_configuration { status = "Enabled" } # then Disabled
}
resource "aws_s3_bucket_server_side_encryption_configuration" "key" {
  bucket = aws_s3_bucket.open.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "AES256"
      kms_master_key_id = "key"
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "twice" {
  bucket = aws_s3_bucket.open.bucket
  rule {
    id     = "twice"
    status = "Enabled"
    filter {}
    expiration { days = 1 }
  }
  rule {
    id     = "twice"
    status = "Enabled"
    filter {}
    expiration { days = 2 }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "nothing" {
  bucket = aws_s3_bucket.open.bucket
  rule {
    id     = "nothing"
    status = "Enabled"
    filter {}
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "early" {
  bucket = aws_s3_bucket.open.bucket
  rule {
    id     = "early"
    status = "Enabled"
    filter {}
    transition {
      days          = 7
      storage_class = "STANDARD_IA"
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "order" {
  bucket = aws_s3_bucket.open.bucket
  rule {
    id     = "order"
    status = "Enabled"
    filter { prefix = "logs/" }
    expiration { days = 30 }
    transition {
      days          = 60
      storage_class = "GLACIER"
    }
  }
}
resource "aws_s3_bucket_cors_configuration" "method" {
  bucket = aws_s3_bucket.open.bucket
  cors_rule {
    allowed_methods = ["PATCH"]
    allowed_origins = ["*"]
  }
}
resource "aws_s3_bucket_logging" "target" {
  bucket        = aws_s3_bucket.open.bucket
  target_bucket = "missing"
  target_prefix = ""
}
resource "aws_s3_bucket_notification" "target" {
  bucket = aws_s3_bucket.open.bucket
  topic {
    topic_arn = "arn:aws:sns:ap-northeast-1:000000000000:missing"
    events    = ["s3:ObjectCreated:*"]
  }
}
`
