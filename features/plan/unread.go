package plan

import (
	"slices"
	"strconv"
	"strings"
)

// unreadGroup is unread lines that follow one another.
type unreadGroup struct{ Lines []UnreadLine }

// reasons are the likely explanations of the lines, each said once.
func (g unreadGroup) reasons() string {
	var said []string
	for _, line := range g.Lines {
		if line.Reason != "" && !slices.Contains(said, line.Reason) {
			said = append(said, line.Reason)
		}
	}
	return strings.Join(said, " ")
}

func (g unreadGroup) first() int { return g.Lines[0].Line }
func (g unreadGroup) last() int  { return g.Lines[len(g.Lines)-1].Line }

// numbers is which lines they are: "12" or "12–19".
func (g unreadGroup) numbers() string {
	if len(g.Lines) == 1 {
		return strconv.Itoa(g.first())
	}
	return strconv.Itoa(g.first()) + "–" + strconv.Itoa(g.last())
}

// nearby is how many lines may stand between two unread ones of a group: blank ones do in most documents.
const nearby = 3

// unreadGroups puts neighbouring lines together.
func unreadGroups(lines []UnreadLine) []unreadGroup {
	var groups []unreadGroup
	for _, line := range lines {
		if last := len(groups) - 1; last >= 0 && line.Line >= groups[last].last() && line.Line-groups[last].last() <= nearby {
			groups[last].Lines = append(groups[last].Lines, line)
			continue
		}
		groups = append(groups, unreadGroup{[]UnreadLine{line}})
	}
	return groups
}

// longestSummary is how much of the first line stands where the others are folded, in characters.
const longestSummary = 70

func shortened(text string) string {
	letters := []rune(text)
	if len(letters) <= longestSummary {
		return text
	}
	return string(letters[:longestSummary]) + "…"
}
