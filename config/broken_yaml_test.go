package config

import "strings"

// Texts that are not YAML, and YAML beyond plain values.
var brokenYAML = []broken{
	{"file: empty", "", []string{
		"empty: project and region are needed at least",
	}},
	{"file: comments only", `# nothing
# here
`, []string{
		"empty: project and region are needed at least",
	}},
	{"file: null", "---\n", []string{
		"empty: project and region are needed at least",
	}},
	{"file: top-level list", "- project: berth\n", []string{
		"1:1: a list is given, keys such as project: are needed",
	}},
	{"file: top-level text", "berth\n", []string{
		`1:1: the text "berth" is given, keys such as project: are needed`,
	}},
	{"file: invalid UTF-8", "project: b\xff\n", []string{
		"1:11: the byte 0xFF is not UTF-8: save the file as UTF-8",
	}},
	{"file: UTF-16", "\xff\xfep\x00r\x00", []string{
		"1:1: the byte 0xFF is not UTF-8: save the file as UTF-8",
	}},
	{"file: NUL", "project: berth\nregion: \x00\n", []string{
		"2:9: the control character U+0000 is not allowed",
	}},
	{"file: control character", "project: berth\n# \x07\n", []string{
		"2:3: the control character U+0007 is not allowed",
	}},
	{"tab", "network:\n\tcidr: 10.0.0.0/16\n", []string{
		"4:1: not YAML: a tab indents this line; YAML takes spaces only",
	}},
	{"unclosed list", `network:
  zones: [a, c
`, []string{
		"4:10: not YAML: what begins here is not closed",
	}},
	{"unclosed quote", `tags:
  a: "b
`, []string{
		"4:6: not YAML: what begins here is not closed",
	}},
	{"bad indentation", `network:
  nat: none
   cidr: 10.0.0.0/16
`, []string{
		`5:8: not YAML: a key or ": " is out of place; check the indentation, or write the value in quotes`,
	}},
	{"reserved character", `tags:
  a: @b
`, []string{
		"4:6: not YAML: '@' starts a value; write the value in quotes",
	}},
	{"wildcard without quotes", `tags:
  a: *
`, []string{
		`4:7: not YAML: "*" or "&" starts a value; write the value in quotes`,
	}},
	{"unknown alias", `tags:
  a: *b
`, []string{
		"4:6: not allowed: an alias such as *name; write the value out, or in quotes where it starts with *",
	}},
	{"colon in a value", `tags:
  a: b: c
`, []string{
		`4:7: not YAML: a key or ": " is out of place; check the indentation, or write the value in quotes`,
	}},
	{"brackets bomb", "tags: " + strings.Repeat("[", 20000), []string{
		"3:10007: nested deeper than 32 levels",
	}},
	{"directive", "%TAG ! x\n", []string{
		"3:1: not allowed: a directive, a line that starts with %",
	}},
	{"tag on a key", `tags:
  !!str a: b
`, []string{
		"4:3: tags: a key that is not a plain word is not allowed",
	}},
	{"value of a bracket", "tags: [\n", []string{
		"4:1: not YAML: the file ends where a value is expected",
	}},
	{"deep nesting", "tags: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n", []string{
		"3:1: tags: a list is given, a map of keys is needed",
		"3:39: tags[0][0]: nested deeper than 32 levels",
	}},
	{"anchor and alias", `network: &n
  nat: none
tags: *n
`, []string{
		"3:10: network: an anchor (&n) is not allowed: write the value out where it is used",
		"5:7: tags: an alias (*n) is not allowed: write the value out",
	}},
	{"alias bomb", `tags:
  a: &a [x, x]
  b: &b [*a, *a]
  c: [*b, *b]
`, []string{
		"4:3: tags.a: a list is given, a text is needed",
		"4:6: tags.a: an anchor (&a) is not allowed: write the value out where it is used",
		"5:3: tags.b: a list is given, a text is needed",
		"5:6: tags.b: an anchor (&b) is not allowed: write the value out where it is used",
		"5:10: tags.b[0]: an alias (*a) is not allowed: write the value out",
		"5:14: tags.b[1]: an alias (*a) is not allowed: write the value out",
		"6:3: tags.c: a list is given, a text is needed",
		"6:7: tags.c[0]: an alias (*b) is not allowed: write the value out",
		"6:11: tags.c[1]: an alias (*b) is not allowed: write the value out",
	}},
	{"merge key", `network:
  nat: none
  <<: {cidr: 10.0.0.0/16}
`, []string{
		"5:3: network: a merge key (<<) is not allowed: write the keys out",
	}},
	{"tag", "account: !!str 123456789012\n", []string{
		"3:10: account: a tag (!!str) is not allowed: the type follows from the key",
	}},
	{"custom tag", "tags: !env {a: b}\n", []string{
		"3:7: tags: a tag (!env) is not allowed: the type follows from the key",
	}},
	{"two documents", `---
project: other
`, []string{
		"3:1: a second document begins here: one file is one environment",
	}},
	{"duplicate key", `network: {nat: none}
network:
  nat: zone
`, []string{
		"4:1: network: given twice: the first is on line 3",
	}},
	{"duplicate name", `buckets:
  a: {}
  a: {}
`, []string{
		"5:3: buckets.a: given twice: the first is on line 4",
	}},
	{"key that is a number", `tags:
  1: a
`, []string{
		"4:3: tags.1: the key is the number 1: write it in quotes",
	}},
	{"key that is a list", `tags:
  ? [a]
  : b
`, []string{
		"4:5: tags: a key that is not a plain word is not allowed",
	}},
	{"octal", "services: {web: {image: a, port: 0777}}\n", []string{
		"3:34: services.web.port: 0777 is not a plain number such as 512 or 0.5: write it so, or in quotes where it is text",
	}},
	{"hexadecimal", "services: {web: {image: a, port: 0x50}}\n", []string{
		"3:34: services.web.port: 0x50 is not a plain number such as 512 or 0.5: write it so, or in quotes where it is text",
	}},
	{"exponent", "services: {web: {image: a, port: 1e3}}\n", []string{
		"3:34: services.web.port: 1e3 is not a plain number such as 512 or 0.5: write it so, or in quotes where it is text",
	}},
	{"infinity", "services: {web: {image: a, alarms: {latencySeconds: .inf}}}\n", []string{
		"3:53: services.web.alarms.latencySeconds: .inf is not a plain number such as 512 or 0.5: write it so, or in quotes where it is text",
	}},
}
