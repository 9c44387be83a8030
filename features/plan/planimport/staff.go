package planimport

import (
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

var (
	staffShare   = newPattern(`(?i)(\d{1,3})(?:[.,]\d)?\s*(?:%|procent|per\s?cent)`)
	staffPart    = newPattern(`(?i)(\d[.,]\d{1,2})\s*(?:årsarbet\p{L}*|tjänst\p{L}*|heltid\p{L}*|fte)`)
	wholePost    = newPattern(`(?i)\b(?:1 årsarbet\p{L}*|heltid|full[- ]?time|heltidstjänst|1,0)(?:$|[^\p{L}])`)
	halfPost     = newPattern(`(?i)\b(?:halvtid|half[- ]?time|halvtidstjänst)(?:$|[^\p{L}])`)
	staffDivider = newPattern(`\s*[,;:()|\t]\s*|\s+[–—-]\s+|\s{3,}`)
	roleEnding   = newPattern(`(?i)(?:are|aren|ör|ören|or|chef|chefen|strateg|strategen|ledare|samordnare|sekreterare|handläggare|assistent|ist|isten|iker|man|konsult|jurist|ekonom|ansvarig|direktör|rådgivare|expert|administratör|officer|manager|analyst|adviser|advisor|coordinator|director|developer|specialist|lead|assistant|secretary|planner)s?$`)
	roleWords    = newPattern(`(?i)^(?:vakant|vakans|vacant|ej tillsatt|projektledning|administration|stöd|handledning|samordning|ledning|kommunikation|utveckling|enhet\p{L}*|\p{L}+enheten|\p{L}+tjänst|tjänst)$`)
)

// shareOf reads how much of full time a line of the staff list says.
func shareOf(text string) (percent int, ok bool) {
	if m := staffPart.FindStringSubmatch(text); m != nil {
		value, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		if err == nil && value > 0 && value <= 10 {
			return int(value*100 + 0.5), true
		}
	}
	if m := staffShare.FindStringSubmatch(text); m != nil {
		value := number(m[1])
		return value, value > 0 && value <= 200
	}
	switch {
	case halfPost.MatchString(text):
		return 50, true
	case wholePost.MatchString(text):
		return 100, true
	}
	return 0, false
}

func hasShare(text string) bool {
	_, ok := shareOf(text)
	return ok
}

// roleOf reads the role of a staff line and the names that stand there. A word nobody recognises as a role counts as
// a name: rather a role too few than a name too many.
func roleOf(text string) (role string, names []string) {
	text, _ = cutListMark(text)
	for _, form := range []pattern{staffPart, staffShare, halfPost, wholePost} {
		text = form.ReplaceAllString(text, " | ")
	}
	for _, part := range staffDivider.Split(text, -1) {
		part = strings.Trim(part, " .*_•¢»-–")
		if letters(part) < 2 {
			continue
		}
		title, name := splitRole(part)
		if title != "" && role == "" {
			role = i18n.Capital(title)
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return role, names
}

// splitRole parts "förbundschef Namn Namnsson" in role and name.
func splitRole(part string) (role, name string) {
	words := strings.Fields(part)
	roles := 0
	lastRole := -1
	capitals := 0
	for i, word := range words {
		if roleEnding.MatchString(word) || roleWords.MatchString(word) {
			roles++
			lastRole = i
		}
		if startsUpper(word) {
			capitals++
		}
	}
	switch {
	case roles == 0 && capitals == 0:
		return "", "" // "cirka", "tillsvidare": neither a role nor a name
	case roles == 0:
		return "", part
	case capitals <= 1 && startsUpper(words[0]) || capitals == 0:
		return part, ""
	case lastRole == len(words)-1 && capitals == len(words) && len(words) > 1:
		return "", part // "Anna Bagare": more likely a name than a role
	}
	var title, person []string
	for i, word := range words {
		if i <= lastRole && (i == 0 || !startsUpper(word)) || startsLower(word) {
			title = append(title, word)
		} else {
			person = append(person, word)
		}
	}
	return strings.Join(title, " "), strings.Join(person, " ")
}

// readStaff reads the staff list: positions without names, and the names to be hidden everywhere else.
func readStaff(lines []line, indexes []int, r *repairer) (staff []plan.DraftStaff, names []string) {
	nameless := 0
	for _, i := range indexes {
		text := lines[i].clean
		if len(lines[i].cells) > 0 {
			text = cellsLine(lines[i].cells)
		}
		percent, ok := shareOf(text)
		role, found := roleOf(text)
		if !ok {
			names = append(names, likelyNames(found)...)
			continue
		}
		names = append(names, found...)
		if role == "" {
			nameless++
			role = "Medarbetare " + strconv.Itoa(nameless)
		}
		staff = append(staff, plan.DraftStaff{Role: r.repair(role).text, Percent: percent})
	}
	return staff, names
}

// likelyNames keeps, of what stands in a line without a share, only what looks like a first name and a surname: the line
// may be an ordinary sentence.
func likelyNames(found []string) []string {
	var names []string
	for _, name := range found {
		words := strings.Fields(name)
		capitals := 0
		for _, word := range words {
			if startsUpper(word) {
				capitals++
			}
		}
		if len(words) >= 2 && len(words) <= 3 && capitals == len(words) {
			names = append(names, name)
		}
	}
	return names
}

func cellsLine(cells []cell) string {
	var texts []string
	for _, c := range cells {
		texts = append(texts, strings.Join(c, " "))
	}
	return strings.Join(texts, " | ")
}
