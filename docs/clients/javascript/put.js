// Puts a file into account A's bucket, with the AWS SDK for JavaScript v3: large files in parts, with credentials that
// renew themselves.
//
//   node put.js FILE KEY
import { createReadStream } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { Upload } from "@aws-sdk/lib-storage";

const { ROLE_ARN, EXTERNAL_ID, TARGET_BUCKET } = process.env;
const [file, key] = process.argv.slice(2);

const client = new S3Client({
  credentials: fromTemporaryCredentials({
    params: { RoleArn: ROLE_ARN, ExternalId: EXTERNAL_ID, RoleSessionName: "javascript-put" },
  }),
});
await new Upload({
  client,
  params: { Bucket: TARGET_BUCKET, Key: key, Body: createReadStream(file) },
  // The role cannot abort an upload.
  leavePartsOnError: true,
}).done();
