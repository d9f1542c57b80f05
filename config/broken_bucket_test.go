package config

// Buckets that web pages use.
var brokenBucket = []broken{
	{"public as a text", `buckets:
  assets: {public: "yes"}
`, []string{
		"4:20: buckets.assets.public: the text \"yes\" is given, true or false is needed: write true",
	}},
	{"CORS without origins", `buckets:
  assets:
    cors: [{methods: [GET]}]
`, []string{
		"5:12: buckets.assets.cors[0].origins: missing: a value is required",
	}},
	{"origins", `buckets:
  assets:
    cors:
      - origins: ["*", "https://*.example.com", "http://localhost:3000"]
      - origins: [example.com, "https://example.com/", "https://*.*.com", ""]
`, []string{
		`7:19: buckets.assets.cors[1].origins[0]: "example.com" is not an origin such as https://www.example.com: a scheme and a host are needed, without a path or a slash at the end`,
		`7:32: buckets.assets.cors[1].origins[1]: "https://example.com/" is not an origin such as https://www.example.com: a scheme and a host are needed, without a path or a slash at the end`,
		`7:56: buckets.assets.cors[1].origins[2]: "https://*.*.com" has more than one *: S3 allows one`,
		"7:75: buckets.assets.cors[1].origins[3]: empty: give a value, or remove the key",
	}},
	{"methods and headers", `buckets:
  assets:
    cors:
      - origins: ["*"]
        methods: [GET, PATCH]
        headers: [Content-Type, "x-*", "*-*", "a b"]
        exposeHeaders: [ETag, "x-*"]
        maxAgeSeconds: 86401
`, []string{
		`7:24: buckets.assets.cors[0].methods[1]: "PATCH" is not allowed: one of GET, HEAD, PUT, POST, DELETE`,
		`8:40: buckets.assets.cors[0].headers[2]: "*-*" has more than one *: S3 allows one`,
		`8:47: buckets.assets.cors[0].headers[3]: "a b" is not the name of a header such as Content-Type`,
		`9:31: buckets.assets.cors[0].exposeHeaders[1]: "x-*" is not the name of a header such as ETag`,
		"10:24: buckets.assets.cors[0].maxAgeSeconds: 86401 is out of range: 0 to 86400",
	}},
}
