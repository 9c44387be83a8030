package plan

import "strconv"

// unreadGroup is unread lines that follow one another and have the same likely explanation.
type unreadGroup struct {
	Reason string
	Lines  []UnreadLine
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

// unreadGroups puts neighbouring lines with the same explanation together.
func unreadGroups(lines []UnreadLine) []unreadGroup {
	var groups []unreadGroup
	for _, line := range lines {
		if last := len(groups) - 1; last >= 0 && groups[last].Reason == line.Reason && line.Line >= groups[last].last() && line.Line-groups[last].last() <= nearby {
			groups[last].Lines = append(groups[last].Lines, line)
			continue
		}
		groups = append(groups, unreadGroup{line.Reason, []UnreadLine{line}})
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
