package config

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
)

// maxCompared is how many known words are looked through for the one that was
// meant: more than any honest file has.
const maxCompared = 500

// nearest is the known word that was most likely meant, or "".
func nearest(given string, known []string) string {
	word := plainWord(given)
	best, bestDistance := "", tolerance(len(word))+1
	for _, k := range known {
		candidate := plainWord(k)
		if len(word) >= 3 && strings.HasPrefix(candidate, word) && best == "" {
			best = k
		}
		if difference := len(word) - len(candidate); max(difference, -difference) > bestDistance {
			continue
		}
		if d := levenshtein.Distance(word, candidate, nil); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// tolerance is how many letters of a word may be wrong. Two letters that
// changed places count as two.
func tolerance(length int) int {
	switch {
	case length < 3:
		return 0
	case length == 3:
		return 1
	}
	return max(2, length/3)
}

var separators = strings.NewReplacer("_", "", "-", "")

// plainWord makes health_check, health-check and healthCheck the same word.
func plainWord(s string) string {
	return strings.ToLower(separators.Replace(s))
}

// maxKnown is how many known words a message lists.
const maxKnown = 50

// didYouMean ends a message about an unknown word: with the word that was most
// likely meant, or else with all that are allowed.
func didYouMean(given string, known []string) string {
	if best := nearest(given, known); best != "" {
		return "did you mean " + best + "?"
	}
	if len(known) == 0 {
		return "there is none"
	}
	if more := len(known) - maxKnown; more > 0 {
		return fmt.Sprintf("known are %s and %d more", strings.Join(known[:maxKnown], ", "), more)
	}
	return "known are " + strings.Join(known, ", ")
}
