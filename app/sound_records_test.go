package app_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// The pages of records, of what they lead to and of the trail hold with nothing in them, and with words longer than any
// line in every text.
func TestThePagesOfRecordsAreSoundWithNothingAndWithTooMuch(t *testing.T) {
	for name, word := range map[string]string{"nothing": "", "too much": longWord} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			b := as(t, db, accounts.Administrator)
			key, record := recorded(t, db, word)
			r, p := "/records/"+record, "/plan/"+key
			if word != "" {
				b.post(p+"/indicator/1/waive", "cell", "2018", "reason", word)
				b.post(r+"/exclude", "indicator", "1", "reason", word)
			}
			addresses := []string{"/records", "/records?words=" + word, "/records?words=finnsinte", "/records/new", "/records/new?plan=" + key + "&indicator=1",
				"/records/import", r, r + "/edit", r + "/void", r + "/count", "/trail/record/" + record,
				"/", "/?date=2018-05-05", p, p + "/indicators", p + "/indicator/1", p + "/indicator/1/link", p + "/indicator/2", p + "/quarters", "/search?q=" + word}
			for _, address := range regexp.MustCompile(`href="(/trail/[^"]+|/records/[^"]+/(?:exclude|include|count)[^"]*)"`).FindAllStringSubmatch(
				b.get(r).Body.String()+b.get(p+"/indicator/1").Body.String(), -1) {
				addresses = append(addresses, strings.ReplaceAll(address[1], "&amp;", "&"))
			}
			for _, language := range []string{"sv", "en"} {
				for _, address := range addresses {
					answer := b.get(address + with(address) + "lang=" + language)
					if answer.Code != http.StatusOK {
						t.Errorf("%s answers %d", address, answer.Code)
					}
					b.seesSound(language+" "+address, answer.Body.String())
				}
			}
			for _, address := range []string{"/records/new", r + "/edit", r + "/void", r + "/count", p + "/indicator/1/judge"} {
				b.seesSound("refused "+address, b.post(address, "title", word, "date", word, "text", word, "reason", "", "value", word).Body.String())
			}
			b.post("/plan/"+key+"/publish", "seen", "1")
			b.seesSound("as the public", as(t, db, anybody).get("/public/"+key).Body.String())
		})
	}
}

// recorded gives the key of a plan with two indicators, and the record of a meeting with the word in all its texts.
func recorded(t *testing.T, db *store.DB, word string) (key, record string) {
	t.Helper()
	period := calendar.Span{From: calendar.Year(2018).From, To: calendar.Year(2018).To}
	window := calendar.QuarterSpan{From: calendar.QuarterOf(period.From), To: calendar.QuarterOf(period.To)}
	rule := plan.Rule{Kind: plan.CountPerPeriod, Period: plan.PerYear, From: period.From, To: period.To, Comparator: plan.AtLeast, Target: 3,
		Partial: plan.PartialFull, Evidence: []plan.EvidenceKind{plan.Meeting}}
	judged := plan.Rule{Kind: plan.Judgement, From: period.From, To: period.To}
	draft := plan.Draft{Title: "Plan " + word, Period: period, OverallGoal: word, Introduction: word, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: word, Text: word,
		Activities: []plan.DraftActivity{{Number: 1, Label: "1", Area: word, Title: word, Background: word, Priority: plan.High, Recurrence: plan.Once, Window: window, Responsible: word,
			Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: word, Owner: word, Note: word, Rule: rule}, {Number: 2, Label: "2", Text: word, Rule: judged}}}}}}}
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov" + word})
	if err := db.Write(ctx, func(tx *store.Tx) error {
		p, err := plan.Accept(ctx, tx, draft, nil, false)
		if err != nil {
			return err
		}
		key = p.Key
		n := evidence.NewRecord{Content: evidence.Content{Kind: plan.Meeting, Day: period.From, Title: "Möte " + word, Text: word, Body: word, DiaryNumber: word, Network: word}}
		if word != "" {
			n.Organisations, n.Tags, n.Addresses = []string{word}, []string{word}, []string{"https://exempel.se/" + word}
			n.Files = []evidence.NewFile{{Name: word + ".txt", Content: []byte(word)}}
		}
		added, err := evidence.Add(ctx, tx, n, calendar.MustDate("2026-01-01"))
		record = added.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return key, record
}
