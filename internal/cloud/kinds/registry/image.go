package registry

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

// imageType is the type of the images in the cloud. No configuration manages
// one: builds push them.
const imageType = "aws_ecr_image"

// Push puts an image into a repository, as docker push does at the end of a
// build. A tag that is taken moves to the new image, unless tags are immutable.
func Push(c *cloud.Cloud, s cloud.Session, repository, tag string) error {
	return c.Change(s, func(call *cloud.Call) error {
		to := call.One("aws_ecr_repository", "name", repository)
		if to == nil {
			return pushRepositoryMissing.With(repository, s.Account)
		}
		for _, image := range call.Find(imageType, "repository_name", repository) {
			tags := image.Texts("image_tags")
			if !slices.Contains(tags, tag) {
				continue
			}
			if to.Text("image_tag_mutability") == "IMMUTABLE" {
				return tagTaken.With(tag, repository)
			}
			untagged := image.Clone()
			untagged["image_tags"] = without(tags, tag)
			call.Put(imageType, untagged)
		}
		digest := "sha256:" + call.NewHex(64)
		call.Put(imageType, cloud.Attributes{
			"id": repository + "@" + digest, "repository_name": repository, "registry_id": s.Account,
			"image_digest": digest, "image_tags": []any{tag}, "image_size_in_bytes": 52428800,
			"image_pushed_at": time.Now().Unix(), "image_uri": host(s) + "/" + repository + "@" + digest,
		})
		return nil
	})
}

func without(tags []string, tag string) []any {
	left := []any{}
	for _, other := range tags {
		if other != tag {
			left = append(left, other)
		}
	}
	return left
}

var oneImage = cloud.Data{
	Type: imageType,
	Read: func(c *cloud.Call) error {
		name, tag, digest := c.Object.Text("repository_name"), c.Object.Text("image_tag"), c.Object.Text("image_digest")
		images := c.Find(imageType, "repository_name", name)
		if !c.Object.Bool("most_recent") {
			images = slices.DeleteFunc(images, func(image cloud.Attributes) bool {
				return tag != "" && !slices.Contains(image.Texts("image_tags"), tag) || digest != "" && image.Text("image_digest") != digest
			})
		}
		if len(images) == 0 {
			return imageMissing.With(digest, tag, name, c.Account)
		}
		found := images[len(images)-1]
		c.Object["id"] = found["image_digest"]
		c.Copy(found, "image_digest", "image_pushed_at", "image_size_in_bytes", "image_tags", "image_uri", "registry_id")
		return nil
	},
}

var oneRepository = cloud.Data{
	Type: "aws_ecr_repository",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		found := c.One("aws_ecr_repository", "name", name)
		if found == nil {
			return repositoryMissing.With(name, c.Account)
		}
		c.Object["id"] = name
		c.Object["most_recent_image_tags"] = []any{}
		if images := c.Find(imageType, "repository_name", name); len(images) > 0 {
			c.Object["most_recent_image_tags"] = images[len(images)-1]["image_tags"]
		}
		c.Copy(found, "arn", "encryption_configuration", "image_scanning_configuration", "image_tag_mutability", "registry_id", "repository_url")
		c.Object["tags"] = found["tags_all"]
		return nil
	},
}

var authorizationToken = cloud.Data{
	Type: "aws_ecr_authorization_token",
	Read: func(c *cloud.Call) error {
		password := strings.Repeat("0", 64)
		c.Object["id"] = c.Region
		c.Object["user_name"] = "AWS"
		c.Object["password"] = password
		c.Object["authorization_token"] = base64.StdEncoding.EncodeToString([]byte("AWS:" + password))
		c.Object["expires_at"] = time.Now().UTC().Add(12 * time.Hour).Format(time.RFC3339)
		c.Object["proxy_endpoint"] = "https://" + host(c.Session)
		return nil
	},
}
