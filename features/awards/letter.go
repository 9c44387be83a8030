package awards

import (
	"slices"
	"strings"

	"samverk/features/cases/paper"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Wordings are what letters say, by what is decided. Fields in braces are filled in: {organisation}.
type Wordings struct {
	Granted  string `json:"granted"`
	Partly   string `json:"partly"`
	Rejected string `json:"rejected"`
}

// Appeal is how a decision is appealed, which the letter has to tell.
type Appeal string

// The ways.
const (
	Legality  Appeal = "legality"  // laglighetsprövning, kommunallagen 13 kap.: three weeks from when the minutes' adjustment was posted
	Authority Appeal = "authority" // förvaltningslagen 40–44 §§: three weeks from when one got to know of the decision
	NoAppeal  Appeal = "none"
)

// Appeals lists them.
var Appeals = []Appeal{Legality, Authority, NoAppeal}

// LetterFields are what a wording can have filled in.
var LetterFields = []string{"organisation", "diary", "title", "programme", "call", "requested", "amount", "conditions", "reason", "decided_on", "decided_by", "appeal"}

// Fill fills the fields of a wording in. The error names a field that there is none of, or a brace that is not closed. What
// is filled in is never read for fields itself.
func Fill(wording string, fields map[string]string) (string, error) {
	var out strings.Builder
	for {
		before, rest, has := strings.Cut(wording, "{")
		out.WriteString(before)
		if !has {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !slices.Contains(LetterFields, name) {
			return "", i18n.Fail("awards.field_unknown", "field", shortened(name), "fields", strings.Join(LetterFields, ", "))
		}
		out.WriteString(fields[name])
		wording = after
	}
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// check names what is wrong with the wordings, by field.
func (w *Wordings) check() map[string]error {
	faults := map[string]error{}
	for field, text := range map[string]string{"granted": w.Granted, "partly": w.Partly, "rejected": w.Rejected} {
		if strings.TrimSpace(text) == "" {
			faults[field] = i18n.Fail("awards.wording_missing")
		} else if _, err := Fill(text, nil); err != nil {
			faults[field] = err
		} else if organisations.HoldsPersonalNumber(text) {
			faults[field] = i18n.Fail("organisations.personal_number")
		}
	}
	return faults
}

// Letter is what an applicant is told.
type Letter struct {
	ApplicationID string
	Organisation  string
	DiaryNumber   string
	Subject       string
	Body          string
	Amount        int64 // öre
	DecidedOn     calendar.Date
}

// Ruling is who decided, and when.
type Ruling struct {
	On calendar.Date
	By string // "Nämnden för tillväxt, § 12"
}

// WriteLetter writes a row's letter, in the authority's language. Before the decision the day and who decides are dots.
func (t *Table) WriteLetter(p i18n.Printer, r *Row, ruling Ruling) (Letter, error) {
	wording, key, amount := t.Wordings.Granted, "granted", r.Amount()
	switch {
	case amount == 0:
		wording, key = t.Wordings.Rejected, "rejected"
	case amount < r.Application.Requested:
		wording, key = t.Wordings.Partly, "partly"
	}
	fields := map[string]string{"organisation": r.Application.Organisation, "diary": r.Application.DiaryNumber, "title": r.Application.Title, "programme": t.Programme.Name,
		"call": t.Call.Content.Title, "requested": p.Money(r.Application.Requested), "amount": p.Money(amount), "conditions": r.Conditions, "reason": r.Why(p),
		"decided_by": ruling.By, "appeal": p.T("awards.appeal_text." + string(t.Appeal)), "decided_on": "…"}
	if !ruling.On.IsZero() {
		fields["decided_on"] = p.DateLong(ruling.On)
	}
	if ruling.By == "" {
		fields["decided_by"] = "…"
	}
	body, err := Fill(wording, fields)
	return Letter{ApplicationID: r.ApplicationID, Organisation: r.Application.Organisation, DiaryNumber: r.Application.DiaryNumber, Body: strings.TrimSpace(body), Amount: amount, DecidedOn: ruling.On,
		Subject: p.T("awards.letter_subject."+key, "call", t.Call.Content.Title)}, err
}

// Why says a row's reason in words: the standard one, own words, or both.
func (r *Row) Why(p i18n.Printer) string {
	text := ""
	if r.Reason != "" && r.Reason != OtherReason {
		text = p.T("awards.reason_text." + string(r.Reason))
	}
	return strings.TrimSpace(text + " " + r.Words)
}

// Paper is the letter as a paper, of which the PDF is made: the same letter gives the same bytes.
func (l *Letter) Paper(p i18n.Printer) paper.Snapshot {
	return paper.Snapshot{Language: string(p.Language()), DiaryNumber: l.DiaryNumber, Title: l.Subject, Day: l.DecidedOn, Summary: l.Body,
		Labels: paper.Labels{Kind: p.T("awards.letter_kind"), Diary: p.T("awards.diary"), Summary: l.Organisation, Page: p.T("awards.letter_page")}}
}
