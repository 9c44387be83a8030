package planimport

import (
	"fmt"
	"reflect"
	"testing"

	"samverk/features/plan"
)

func TestWordsBrokenAtLineEndsAreJoined(t *testing.T) {
	r := activeRepairer()
	cases := []struct {
		lines []string
		want  string
	}{
		{[]string{"stöd till civil-", "samhället"}, "stöd till civilsamhället"},
		{[]string{"regionalt utvecklings-", "och tillväxtarbete"}, "regionalt utvecklings- och tillväxtarbete"},
		{[]string{"på EU-", "nivå"}, "på EU-nivå"},
		{[]string{"två seminarier/", "workshop"}, "två seminarier/workshop"},
		{[]string{"informations-/seminarie-", "tillfälle"}, "informations-/seminarietillfälle"},
		{[]string{"2019–", "2020"}, "2019–2020"},
		{[]string{"ett", "möte"}, "ett möte"},
		{[]string{"mjukt binde\u00ad", "streck"}, "mjukt bindestreck"},
	}
	for _, c := range cases {
		var b block
		for i, text := range c.lines {
			b.add(i, text, false)
		}
		if got := b.joined(r.known); got != c.want {
			t.Errorf("%q: %q, wanted %q", c.lines, got, c.want)
		}
	}
}

func TestNumbersAreSettled(t *testing.T) {
	cases := []struct {
		printed []string
		numbers []int
		labels  []string
		note    string
	}{
		{[]string{"1", "2", "3"}, []int{1, 2, 3}, []string{"1", "2", "3"}, ""},
		{[]string{"1", "2", "3", "A"}, []int{1, 2, 3, 4}, []string{"1", "2", "3", "4"}, "repaired 3"},
		{[]string{"13", "l4", "15"}, []int{13, 14, 15}, []string{"13", "14", "15"}, "gap 0 repaired 1"},
		{[]string{"A", "B", "C"}, []int{1, 2, 3}, []string{"A", "B", "C"}, ""},
		{[]string{"", "", ""}, []int{1, 2, 3}, []string{"1", "2", "3"}, ""},
		{[]string{"1.1", "1.2", "2.1"}, []int{1, 2, 3}, []string{"1.1", "1.2", "2.1"}, ""},
		{[]string{"1", "2", "2"}, []int{1, 2, 3}, []string{"1", "2", "2"}, "twice 2"},
		{[]string{"1", "4"}, []int{1, 4}, []string{"1", "4"}, "gap 1"},
	}
	for _, c := range cases {
		n := numberElements(c.printed)
		note := ""
		for i := range c.printed {
			for what, there := range map[string]bool{"gap": n.gapTo[i], "twice": n.doubled[i], "repaired": n.repaired[i]} {
				if there {
					if note != "" {
						note += " "
					}
					note += fmt.Sprint(what, " ", i)
				}
			}
		}
		if !reflect.DeepEqual(n.numbers, c.numbers) || !reflect.DeepEqual(n.labels, c.labels) || note != c.note {
			t.Errorf("%v: %v %v %q, wanted %v %v %q", c.printed, n.numbers, n.labels, note, c.numbers, c.labels, c.note)
		}
	}
}

func TestPrioritiesAreRead(t *testing.T) {
	for text, want := range map[string]plan.Priority{
		"Hög": plan.High, "H6g prioritet.": plan.High, "Hégprioriterad": plan.High, "1": plan.High, "High": plan.High, "Röd": plan.High,
		"Mellanhög prioritet": plan.Medium, "Medel": plan.Medium, "2": plan.Medium, "Medium": plan.Medium, "gul": plan.Medium,
		"Låg": plan.Low, "lag prioritet": plan.Low, "3": plan.Low, "Low": plan.Low,
	} {
		if got, known, _ := priorityOf(text); got != want || !known {
			t.Errorf("%q: %s (known %v), wanted %s", text, got, known, want)
		}
	}
	if _, known, _ := priorityOf("kanske"); known {
		t.Error("a word that is no priority was read as one")
	}
}

func TestPositionsAreReadWithoutNames(t *testing.T) {
	cases := []struct {
		text, role string
		percent    int
		names      []string
	}{
		{"• Alvhild Tornqvarn 100 %", "", 100, []string{"Alvhild Tornqvarn"}},
		{"Alvhild Tornqvarn, utredare, 80%", "Utredare", 80, []string{"Alvhild Tornqvarn"}},
		{"Utredare (Alvhild Tornqvarn) 0,8 tjänst", "Utredare", 80, []string{"Alvhild Tornqvarn"}},
		{"Föreningssamordnare 100 %", "Föreningssamordnare", 100, nil},
		{"Utredare: halvtid", "Utredare", 50, nil},
		{"Regional utvecklare heltid", "Regional utvecklare", 100, nil},
		{"Coordinator, Alvhild Tornqvarn, 40 %", "Coordinator", 40, []string{"Alvhild Tornqvarn"}},
		{"enhetschef Alvhild Tornqvarn 100 %", "Enhetschef", 100, []string{"Alvhild Tornqvarn"}},
		{"Tornqvarn 50 %", "", 50, []string{"Tornqvarn"}},
	}
	for _, c := range cases {
		percent, _ := shareOf(c.text)
		role, names := roleOf(c.text)
		if role != c.role || percent != c.percent || !reflect.DeepEqual(names, c.names) {
			t.Errorf("%q: %q %d %v, wanted %q %d %v", c.text, role, percent, names, c.role, c.percent, c.names)
		}
	}
}

func TestPageNoiseIsNotText(t *testing.T) {
	for text, want := range map[string]string{
		"o": "single_character", "12": "page_number", "Sida 3 (14)": "page_number", "- 7 -": "page_number", ". . . . •": "signs_only",
		"Region Mittland | Mål 1": "page_heading", "Inledning ........... 4": "table_of_contents", "Kulturplan sida 4": "page_heading",
	} {
		lines := []line{{number: 1, text: text, clean: text}}
		if markPageNoise(lines); lines[0].reason != want {
			t.Errorf("%q: %q, wanted %q", text, lines[0].reason, want)
		}
	}
	lines := splitLines("Minst 40 möten senast\n2020\n\nDet här är text")
	for i := range lines {
		lines[i].clean = lines[i].text
	}
	markPageNoise(lines)
	for _, l := range lines {
		if l.reason != "" {
			t.Errorf("%q was taken for noise: %s", l.text, l.reason)
		}
	}
}

func TestATableOnAPageIsFoundByItsPlaces(t *testing.T) {
	at := func(left, top float64, text string) box {
		return box{left: left, right: left + float64(len(text))*5, top: top, bottom: top - 8, size: 10, text: text}
	}
	page := []box{
		at(50, 700, "Mål 1: Fler rör på sig"),
		at(50, 650, "Åtgärd"), at(200, 650, "Tid"), at(280, 650, "Prio"), at(330, 650, "Indikator"),
		at(50, 630, "Öppna hallarna"), at(50, 618, "på helger"), at(200, 630, "2024"), at(280, 630, "1"), at(330, 630, "Tolv öppna hus har"), at(330, 618, "hållits."),
		at(50, 590, "Märka leder"), at(200, 590, "2025"), at(280, 590, "3"), at(330, 590, "Ett förslag har lagts fram."),
	}
	lines := layOut([][]box{page})
	var rows [][]cell
	for _, l := range lines {
		if len(l.cells) > 0 {
			rows = append(rows, l.cells)
		}
	}
	want := [][]cell{
		{{"Åtgärd"}, {"Tid"}, {"Prio"}, {"Indikator"}},
		{{"Öppna hallarna på helger"}, {"2024"}, {"1"}, {"Tolv öppna hus har hållits."}},
		{{"Märka leder"}, {"2025"}, {"3"}, {"Ett förslag har lagts fram."}},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("%q, wanted %q", rows, want)
	}
}
