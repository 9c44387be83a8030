package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samverk/platform/store"
)

// story is the work with one document: what the person at the desk finds in it and does with it.
type story struct {
	document  string // by the beginning of its name
	passage   string // one of its lines that a question is about
	corrected string // what the last question's indicator is made to say
	target    string // the indicator whose target is corrected
	indicator string // the one that is followed: a meeting every quarter
	number    int    // its number for the program
	label     string // and as the document has it
}

var (
	swedishStory = story{document: "01", passage: "Hösten 2023 har kommunfullmäktige beslutat om nya",
		corrected: "Ledamöterna bedömer att samtalen har blivit bättre.", target: "Indikator 4",
		indicator: "Minst ett möte med föreningsrådet har ägt rum varje kvartal", number: 12, label: "12"}
	englishStory = story{document: "09", passage: "Set up a dialogue forum",
		corrected: "Members of the forum feel that they are heard.", target: "Indicator 5",
		indicator: "At least one meeting of the forum has been held every quarter", number: 11, label: "3.1.2"}
)

// A newcomer's first day, from an empty database to a plan that the public reads.
func TestFromADocumentToAPublishedPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		engine store.Engine
		reader reader
		story  story
	}{
		"svenska":                             {store.SQLite, reader{}, swedishStory},
		"svenska på telefon utan skript":      {store.Postgres, reader{withoutScript: true, width: 390, height: 844}, swedishStory},
		"English":                             {store.Postgres, reader{language: "en"}, englishStory},
		"English at 400 per cent, no scripts": {store.SQLite, reader{language: "en", withoutScript: true, width: 320, height: 640}, englishStory},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, c.engine)
			s := d.start()
			p := c.reader.open(t, s, firstLinkOf(t, s))
			j := journey{p, d, c.reader, c.story}
			j.becomesAdministrator()
			j.uploadsTheDocument()
			j.reviewsWhatWasRead()
			j.publishes()
			cellsBefore, quarterBefore := j.looksAtTheIndicator(), j.looksAtTheQuarterPlan()
			j.recordsAMeeting()
			j.seesTheCellChange(cellsBefore, quarterBefore)
			j.excludesTheMeeting(cellsBefore)
			j.looksAtAnotherDay()
			j.printsTheQuarterPlan()
			j.signsOut()
			j.readsAsThePublic()
			d.must("check")
		})
	}
}

// journey is the story while it is told. Each step begins where the one before ended.
type journey struct {
	*page
	desk   desk
	reader reader
	story
}

const (
	followedDay  = "2022-10-15"
	meetingDay   = "2022-10-04"
	meetingTitle = "Rådet i Folkets hus"
	reason       = "Ingen dagordning och inga beslut"
)

func (j journey) becomesAdministrator() {
	j.t.Helper()
	j.fill("Namn | Name", administrator)
	j.fill("E-postadress | E-mail address", address)
	j.fill("Lösenord | Password", password)
	j.fill("Lösenordet igen | The password again", password)
	j.press("Skapa kontot och logga in | Create the account and sign in")
	j.sees("Det finns ingen plan än | There is no plan yet")
}

func (j journey) uploadsTheDocument() {
	j.t.Helper()
	j.press("Läs in plan | Read a plan")
	j.attach("Dokumentet | The document", j.desk.document(j.document))
	j.press("Läs in | Read")
	j.sees("Granska det som lästes in | Review what was read", filepath.Base(j.desk.document(j.document)))
}

// reviewsWhatWasRead answers one question, corrects what the other asks about and one thing more, and accepts.
func (j journey) reviewsWhatWasRead() {
	j.t.Helper()
	j.sees("Fråga 1 av 2 | Question 1 of 2", j.passage)
	j.press("Ja, det stämmer | Yes, it is right")
	j.sees("Fråga 2 av 2 | Question 2 of 2")
	j.tap("Nej, ändra | No, change it")
	j.fill("Indikatorns text | The indicator's text", j.corrected)
	j.press("Spara ändringarna | Save the changes")
	j.sees("Alla frågor är besvarade. | Every question is answered.")

	j.press("Hoppa över alla | Pass over all")
	j.sees("Alla rader är lästa eller överhoppade. | Every line has been read or passed over.")

	j.tap("Planens alla delar | All parts of the plan")
	j.press(j.target)
	j.fill("Minst | At least", "2")
	j.press("Spara ändringarna | Save the changes")
	j.sees("Sparat. | Saved.", "minst två har hållits | at least two have been held")

	j.press("Godkänn planen | Accept the plan")
	j.sees("utgåva 1 | edition 1")
}

func (j journey) publishes() {
	j.t.Helper()
	j.press("Publicera | Publish")
	j.press("Publicera | Publish")
	j.sees("Planen är publicerad. | The plan is published.")
}

// looksAtTheIndicator finds it by the menu, chooses the day, and gives what its cells say.
func (j journey) looksAtTheIndicator() (cells []string) {
	j.t.Helper()
	j.goesTo("Indikatorer | Indicators")
	j.press(j.indicator)
	j.choosesTheDay(followedDay)
	return j.lines("av 1 möte | of 1 meeting")
}

// goesTo follows the menu, which has to be opened on a small screen.
func (j journey) goesTo(name string) {
	j.t.Helper()
	if j.reader.width > 0 {
		j.tap("Meny | Menu")
	}
	j.press(name)
}

func (j journey) choosesTheDay(day string) {
	j.t.Helper()
	j.fill("Visa läget den | Show status on", day)
	j.press("Visa | Show")
}

// looksAtTheQuarterPlan gives the quarters, counted from the plan's first, in which it says that the indicator is met.
func (j journey) looksAtTheQuarterPlan() (met []int) {
	j.t.Helper()
	j.goesTo("Kvartalsplan | Quarter plan")
	j.choosesTheDay(followedDay)
	return ask[[]int](j.page, `(find => find.all("main table td").filter(td => [...td.querySelectorAll("a")].some(a =>
		find.squeeze(a.textContent) === `+quoted(j.word("Uppfylld, indikator | Met, indicator")+" "+j.label)+`)).map(td => td.cellIndex - 1))(`+finder+`)`)
}

func (j journey) recordsAMeeting() {
	j.t.Helper()
	j.looksAtTheIndicator()
	j.press("Registrera möte | Record meeting")
	if kind := j.holds("Slag | Kind"); kind != "meeting" {
		j.t.Errorf("the form for an indicator that counts meetings suggests %q", kind)
	}
	j.fill("Datum | Date", meetingDay)
	j.fill("Rubrik | Title", meetingTitle)
	j.fill("Antal deltagare | Number of people", "17")
	j.press("Spara händelsen | Save the record")
	j.sees("Händelsen är sparad. | The record is saved.", meetingTitle)
	if counting := j.lines(j.label + ". "); len(counting) == 0 {
		j.t.Errorf("the record's page does not say that indicator %s counts it:\n%s", j.label, j.text())
	}
}

// seesTheCellChange looks for the meeting where it should be seen, and for nothing else that changed.
func (j journey) seesTheCellChange(before []string, quarterBefore []int) {
	j.t.Helper()
	after := j.looksAtTheIndicator()
	if len(before) != len(after) || len(before) < 12 {
		j.t.Fatalf("the indicator has %d cells, and had %d", len(after), len(before))
	}
	for i := range after {
		if (i == 3) != (after[i] != before[i]) {
			j.t.Errorf("a meeting on %s: cell %d was %q and is %q", meetingDay, i+1, before[i], after[i])
		}
	}
	if want := j.word("2022 Kv 4 Uppfylld 1 av 1 möte | 2022 Q4 Met 1 of 1 meeting"); !strings.HasPrefix(after[3], want) {
		j.t.Errorf("the cell says %q, not %q", after[3], want)
	}
	status, _ := j.desk.status(followedDay)
	if cell, _ := status.cell(j.number, "2022-10-01"); cell.String() != "met 1/1 "+meetingDay {
		j.t.Errorf("the command line says that the cell is %s", cell)
	}
	j.goesTo("Läget | Overview")
	j.choosesTheDay(followedDay)
	if row := j.rowOf(j.indicator); !strings.Contains(row, j.word("Uppfylld 1 av 1 | Met 1 of 1")) {
		j.t.Errorf("the overview's row does not say that it is met: %q", row)
	}
	if quarter := j.looksAtTheQuarterPlan(); len(quarterBefore) != 0 || !slices.Equal(quarter, []int{4}) {
		j.t.Errorf("the quarter plan has it as met in quarters %v and then in %v, not in none and then in the fourth", quarterBefore, quarter)
	}
}

// rowOf is the row of a table that says the words.
func (j journey) rowOf(words string) string {
	j.t.Helper()
	return ask[string](j.page, `(find => find.all("main tbody tr").filter(find.seen).map(e => find.squeeze(e.innerText)).find(text => text.includes(`+quoted(words)+`)) || "")(`+finder+`)`)
}

func (j journey) excludesTheMeeting(before []string) {
	j.t.Helper()
	j.looksAtTheIndicator()
	j.press("Räkna inte | Do not count")
	j.expectComplaint("the server responded with a status of 422")
	j.press("Undanta händelsen | Exclude the record")
	j.sees("Rätta felet, så går det att spara | Correct the error to save") // a reason must be given
	j.fill("Skäl | Reason", reason)
	j.press("Undanta händelsen | Exclude the record")
	if after := j.looksAtTheIndicator(); !slices.Equal(after, before) {
		j.t.Errorf("with the meeting excluded the cells are\n%q, and were\n%q", after, before)
	}
	j.sees(meetingTitle, reason) // it stays to be seen
}

func (j journey) looksAtAnotherDay() {
	j.t.Helper()
	j.choosesTheDay("2023-01-01")
	j.sees("Du ser läget den 1 januari 2023. | You see the status on 1 January 2023.")
	if cells := j.lines("av 1 möte | of 1 meeting"); !strings.Contains(cells[3], j.word("Inte uppfylld | Not met")) {
		j.t.Errorf("the day after its end the cell says %q", cells[3])
	}
	j.press("Gå till i dag | Go to today")
	if j.says("Du ser läget den | You see the status on") {
		j.t.Error("today is shown as another day")
	}
}

func (j journey) printsTheQuarterPlan() {
	j.t.Helper()
	j.looksAtTheQuarterPlan()
	pages := j.pdf()
	if len(pages) != 1 || !pages[0].isLandscapeA3() {
		j.t.Errorf("the quarter plan is printed on pages of %v millimetres, not on one A3 across", pages)
	}
}

func (j journey) signsOut() {
	j.t.Helper()
	j.press("Logga ut | Sign out")
	j.visit("/records")
	j.sees("Logga in | Sign in")
	if j.says(meetingTitle) {
		j.t.Error("the records are shown to those who are not signed in")
	}
}

// readsAsThePublic opens the site on a telephone of somebody who has never been there.
func (j journey) readsAsThePublic() {
	j.t.Helper()
	r := j.reader
	r.width, r.height = onTelephone.width, onTelephone.height
	public := r.open(j.t, j.site, "/?date="+followedDay)
	public.sees("Så går det med planen | How the plan is going")
	public.press("Se hela planen | See the whole plan")
	public.sees(j.indicator)
	for _, private := range []string{meetingTitle, reason, administrator} {
		if strings.Contains(ask[string](public, "document.documentElement.outerHTML"), private) {
			j.t.Errorf("the public page says %q", private)
		}
	}
	if wide := public.scrollsSideways(); wide != "" {
		j.t.Errorf("the public page has to be scrolled sideways on a telephone: %s", wide)
	}
}
