package config

import (
	"slices"
	"strings"
)

// The variables that Berth sets in the containers of a service, by what it may
// reach.
var (
	DatabaseVariables = []string{"HOST", "PORT", "NAME", "SECRET_ARN"}
	CacheVariables    = []string{"HOST", "PORT"}
	BucketVariables   = []string{"NAME"}
)

// MigrationVariables are those that Berth sets in a migration, for its database.
var MigrationVariables = []string{"HOST", "PORT", "NAME", "USERNAME", "PASSWORD"}

// DatabaseVariable is the name of a variable of a database, such as
// DB_MAIN_HOST.
func DatabaseVariable(database, what string) string { return variable("DB", database, what) }

// CacheVariable is the name of a variable of a cache, such as CACHE_MAIN_HOST.
func CacheVariable(cache, what string) string { return variable("CACHE", cache, what) }

// BucketVariable is the name of a variable of a bucket, such as
// BUCKET_ASSETS_NAME.
func BucketVariable(bucket, what string) string { return variable("BUCKET", bucket, what) }

// LinkVariable is the name of the variable that tells where a linked sidecar is,
// such as PHP_HOST.
func LinkVariable(sidecar string) string { return upper(sidecar) + "_HOST" }

func variable(kind, name, what string) string { return kind + "_" + upper(name) + "_" + what }

func upper(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "-", "_")) }

// connectionVariables are the injected ones but those of links.
func (s Service) connectionVariables() []string {
	s.Links = nil
	return s.InjectedVariables()
}

// InjectedVariables are the names of the variables that Berth sets for the
// databases, caches, buckets and links of the service, in the order of the
// alphabet.
func (s Service) InjectedVariables() []string {
	var names []string
	for _, group := range []struct {
		names, variables []string
		variable         func(name, what string) string
	}{
		{s.Databases, DatabaseVariables, DatabaseVariable},
		{s.Caches, CacheVariables, CacheVariable},
		{s.Buckets, BucketVariables, BucketVariable},
	} {
		for _, name := range group.names {
			for _, what := range group.variables {
				names = append(names, group.variable(name, what))
			}
		}
	}
	for _, name := range s.Links {
		names = append(names, LinkVariable(name))
	}
	slices.Sort(names)
	return names
}
