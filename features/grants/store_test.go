package grants_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var words = i18n.NewCatalogue(store.Messages(), grants.Messages(), organisations.Messages(), cases.Messages(), accounts.Messages(), questions.Messages())

var ctx = i18n.With(audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"}), words.In(i18n.Swedish))

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// refused wants a transaction to fail with a message.
func refused(t testing.TB, db *store.DB, id string, do func(*store.Tx) error) {
	t.Helper()
	err := db.Write(ctx, do)
	if own := store.Mendable(err); own == nil || own.ID != id {
		t.Errorf("%v, want %s", err, id)
	}
}

func theForm() questions.Form {
	return questions.Form{Sections: []questions.Section{{Key: "about", Title: questions.Text{"sv": "Om er"}, Questions: []questions.Question{
		{Key: "amount", Kind: questions.Money, Label: questions.Text{"sv": "Hur mycket söker ni?"}}}}}}
}

var now = at("2026-06-01 12:00:00")

func day(text string) calendar.Date { return calendar.MustDate(text) }

// programme adds one that needs a direction or not, with guidelines and a form, so that a call of it can be scheduled.
func programme(t testing.TB, db *store.DB, needsDirection bool) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		if err := grants.AddProgramme(ctx, tx, id, grants.ProgrammeContent{Name: "Provbidrag", Kind: grants.Innovation, Purpose: "Att prova.", DecisionMaker: "board", Years: 1, NeedsDirection: needsDirection},
			grants.Terms{Form: theForm(), Rules: grants.Rules{AmountAnswer: "amount", Most: 1000_00}}); err != nil {
			return err
		}
		return grants.AddGuideline(ctx, tx, grants.Guideline{ID: store.NewID(), ProgrammeID: id, Body: "Ett.\nTvå.", WantedFrom: day("2020-01-01"), DecidedOn: day("2019-12-01"), DecidedBy: "Nämnden § 1"})
	})
	return id
}

func content() grants.CallContent {
	return grants.CallContent{Title: "Provbidrag 2026", Year: 2026, Direction: "Det nya.", Opens: at("2026-06-02 08:00:00"), Closes: at("2026-07-01 00:00:00"), DecisionOn: day("2026-08-20"), ReportDueOn: day("2027-03-31"),
		Contact: "bidrag@exempel.se", Frames: []grants.Frame{{"4711", 2026, 500_000_00}}}
}

func addCall(t testing.TB, db *store.DB, programme string) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error { return grants.AddCall(ctx, tx, id, programme, content()) })
	return id
}

func find(t testing.TB, db *store.DB, id string) (c grants.Call) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		c, err = grants.FindCall(ctx, tx, id)
		return err
	})
	return c
}

func TestTermsAreFixedWhenTheCallIsScheduled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := programme(t, db, false)
		id := addCall(t, db, p)
		write(t, db, func(tx *store.Tx) error {
			return grants.AddCall(ctx, tx, id, p, grants.CallContent{Title: "Annat", Year: 2026})
		})
		if c := find(t, db, id); c.State != grants.Prepared || c.Content.Title != "Provbidrag 2026" || c.IsPublic() || len(c.Content.Frames) != 1 {
			t.Fatalf("%+v", c)
		}
		write(t, db, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, now) })
		write(t, db, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, now) })
		write(t, db, func(tx *store.Tx) error {
			found, err := grants.FindProgramme(ctx, tx, p)
			if err != nil {
				return err
			}
			return grants.SetTerms(ctx, tx, p, grants.RulesPart, func(t *grants.Terms) error { t.Rules.Most = 5; return nil }, found.Version)
		})
		c := find(t, db, id)
		if c.State != grants.Scheduled || c.Terms.Rules.Most != 1000_00 || c.Terms.Form.Question("amount") == nil || !c.IsPublic() {
			t.Errorf("%s, %+v", c.State, c.Terms)
		}
		refused(t, db, "grants.rules.question_wrong", func(tx *store.Tx) error {
			found, err := grants.FindProgramme(ctx, tx, p)
			if err != nil {
				return err
			}
			return grants.SetTerms(ctx, tx, p, grants.FormPart, func(t *grants.Terms) error { t.Form = questions.Form{}; return nil }, found.Version)
		})
	})
}

func TestWhatIsMissingKeepsACallFromBeingScheduled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := programme(t, db, false)
		for want, change := range map[string]func(*grants.CallContent){"opens": func(c *grants.CallContent) { c.Opens = time.Time{} }, "closes": func(c *grants.CallContent) { c.Closes = time.Time{} },
			"contact": func(c *grants.CallContent) { c.Contact = "" }, "frame": func(c *grants.CallContent) { c.Frames = nil }, "decision": func(c *grants.CallContent) { c.DecisionOn, c.ReportDueOn = calendar.Date{}, calendar.Date{} },
			"guideline": func(c *grants.CallContent) { c.Opens = at("2019-01-01 08:00:00") }, "closes_past": func(c *grants.CallContent) { c.Opens, c.Closes = at("2026-05-01 08:00:00"), at("2026-05-02 08:00:00") }} {
			id, said := store.NewID(), content()
			change(&said)
			write(t, db, func(tx *store.Tx) error { return grants.AddCall(ctx, tx, id, p, said) })
			refused(t, db, "grants.missing."+want, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, now) })
		}
	})
}

func TestAScheduledCallChangesOnlyForward(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := addCall(t, db, programme(t, db, false))
		write(t, db, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, now) })
		change := func(why string, when time.Time, seen int, do func(*grants.CallContent)) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				c := content()
				do(&c)
				return grants.ChangeCall(ctx, tx, id, c, why, seen, when)
			}
		}
		for want, do := range map[string]func(*grants.CallContent){"grants.is_fixed": func(c *grants.CallContent) { c.Frames[0].Amount = 1 }, "grants.only_later": func(c *grants.CallContent) { c.Closes = at("2026-06-30 00:00:00") },
			"grants.longer_why_missing": func(c *grants.CallContent) { c.Closes = at("2026-07-02 00:00:00") }} {
			refused(t, db, want, change("", now, find(t, db, id).Version, do))
		}
		seen := find(t, db, id).Version
		write(t, db, change("", now, seen, func(c *grants.CallContent) { c.Contact = "ny@exempel.se" }))
		if err := db.Write(ctx, change("", now, seen, func(c *grants.CallContent) { c.Contact = "tredje@exempel.se" })); !errors.Is(err, grants.ErrSavedMeanwhile) {
			t.Errorf("two saved the same: %v", err)
		}
		write(t, db, change("Systemet låg nere.", at("2026-06-20 00:00:00"), find(t, db, id).Version, func(c *grants.CallContent) { c.Closes = at("2026-07-08 00:00:00") }))
		c := find(t, db, id)
		if !c.FirstCloses.Equal(at("2026-07-01 00:00:00")) || c.LongerWhy != "Systemet låg nere." || c.State != grants.Open {
			t.Errorf("first closing %s, %q, %s", c.FirstCloses, c.LongerWhy, c.State)
		}
		longer, seen := c.Content, c.Version
		longer.Closes = at("2026-07-20 00:00:00")
		refused(t, db, "grants.has_closed", func(tx *store.Tx) error {
			return grants.ChangeCall(ctx, tx, id, longer, "skäl", seen, at("2026-07-09 00:00:00"))
		})
	})
}

func TestTheClockIsWrittenAndNothingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, draft := addCall(t, db, programme(t, db, false)), addCall(t, db, programme(t, db, true))
		write(t, db, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, now) })
		for _, step := range []struct {
			moment string
			want   grants.CallState
		}{{"2026-06-02 07:59:59", grants.Scheduled}, {"2026-06-02 08:00:00", grants.Open}, {"2026-06-30 23:59:59", grants.Open}, {"2026-07-01 00:00:00", grants.Closed}, {"2026-12-01 00:00:00", grants.Closed}} {
			if err := grants.OpenAndClose(ctx, db, at(step.moment)); err != nil {
				t.Fatal(err)
			}
			if c := find(t, db, id); c.State != step.want {
				t.Errorf("at %s it is %s", step.moment, c.State)
			}
		}
		if c := find(t, db, draft); c.State != grants.DirectionDraft {
			t.Errorf("a draft became %s", c.State)
		}
	})
}

func TestACallIsCopiedToNextYearsDaysOfWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		from, id := addCall(t, db, programme(t, db, false)), store.NewID()
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return grants.CopyCall(ctx, tx, id, from) })
		}
		c := find(t, db, id).Content
		// 30 June 2027 is a Wednesday, 20 August a Friday, 31 March 2028 a Friday, 2 June a Wednesday.
		if c.Title != "Provbidrag 2027" || c.Year != 2027 || calendar.Clock(c.Opens) != "2027-06-02 08:00" || calendar.Clock(c.Closes) != "2027-07-01 00:00" || c.DecisionOn != day("2027-08-20") ||
			c.ReportDueOn != day("2028-03-31") || c.Frames[0] != (grants.Frame{Account: "4711", Year: 2027, Amount: 500_000_00}) {
			t.Errorf("%+v", c)
		}
	})
}
