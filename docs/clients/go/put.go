// Puts a file into account A's bucket, with the AWS SDK for Go v2: large files in parts, with credentials that renew
// themselves.
//
//	go run . FILE KEY
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func main() {
	ctx := context.Background()
	own, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	role := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(own), os.Getenv("ROLE_ARN"),
		func(options *stscreds.AssumeRoleOptions) {
			options.ExternalID = aws.String(os.Getenv("EXTERNAL_ID"))
			options.RoleSessionName = "go-put"
		})
	client := s3.NewFromConfig(own, func(options *s3.Options) {
		options.Credentials = aws.NewCredentialsCache(role)
	})
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	// The role cannot abort an upload.
	uploader := manager.NewUploader(client, func(uploader *manager.Uploader) { uploader.LeavePartsOnError = true })
	_, err = uploader.Upload(ctx, &s3.PutObjectInput{
		Bucket: aws.String(os.Getenv("TARGET_BUCKET")),
		Key:    aws.String(os.Args[2]),
		Body:   file,
	})
	if err != nil {
		log.Fatal(err)
	}
}
