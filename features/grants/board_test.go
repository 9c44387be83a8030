package grants_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// board is a board with members whose meetings decide.
type board struct {
	t         testing.TB
	db        *store.DB
	id        string
	members   []string
	paragraph int
	day       calendar.Date
}

var hooks = cases.Hooks{grants.CallSource: grants.BoardDecided, grants.GuidelineSource: grants.GuidelineDecision}

func newBoard(t testing.TB, db *store.DB) *board {
	b := &board{t: t, db: db, id: store.NewID(), day: day("2026-01-01")}
	write(t, db, func(tx *store.Tx) error {
		if err := cases.AddBoard(ctx, tx, b.id, "Nämnden "+b.id); err != nil {
			return err
		}
		member := store.NewID()
		b.members = []string{member}
		return cases.AddMember(ctx, tx, cases.Member{ID: member, BoardID: b.id, Name: "Ada Ordförande", Office: "chair", From: day("2020-01-01")})
	})
	return b
}

// decides takes a case through a meeting, a new one each time.
func (b *board) decides(caseID string, outcome cases.Act) {
	b.t.Helper()
	meeting := store.NewID()
	b.day, b.paragraph = b.day.AddDays(1), b.paragraph+1
	write(b.t, b.db, func(tx *store.Tx) error {
		if err := cases.AddMeeting(ctx, tx, cases.Meeting{ID: meeting, BoardID: b.id, Day: b.day, Begins: "09.00"}); err != nil {
			return err
		}
		if err := cases.SetPresent(ctx, tx, meeting, b.members); err != nil {
			return err
		}
		c, err := cases.Find(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if c.State == cases.Drafted {
			if err := cases.PresentCase(ctx, tx, caseID, b.day, "Presidiet", b.day); err != nil {
				return err
			}
		}
		if err := cases.SubmitCase(ctx, tx, cases.Press{Words: words.In("sv")}, caseID, meeting, b.day, b.day); err != nil {
			return err
		}
		items, err := cases.Items(ctx, tx, meeting)
		if err != nil {
			return err
		}
		ruling := cases.Ruling{Outcome: outcome, Paragraph: b.paragraph, Decision: []string{"att så ska det vara"}}
		if outcome == cases.AdoptChanged || outcome == cases.ReferBack {
			ruling.Why = "ett skäl"
		}
		return cases.Record(ctx, tx, hooks, meeting, items[0].ID, ruling, b.day)
	})
}

func (b *board) proposes(call string) string {
	b.t.Helper()
	var id string
	write(b.t, b.db, func(tx *store.Tx) (err error) {
		id, err = grants.ProposeDirection(ctx, tx, call, cases.Proposal{Title: "Inriktning", Points: []string{"att godkänna"}}, now)
		return err
	})
	return id
}

func TestTheBoardDecidesADirection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := newBoard(t, db)
		for outcome, want := range map[cases.Act]grants.CallState{cases.Adopt: grants.DirectionDecided, cases.AdoptChanged: grants.DirectionDecided, cases.ReferBack: grants.DirectionDraft, cases.Reject: grants.Cancelled} {
			id := addCall(t, db, programme(t, db, true))
			first := b.proposes(id)
			if again := b.proposes(id); again != first {
				t.Error("two cases were opened")
			}
			b.decides(first, outcome)
			c := find(t, db, id)
			if c.State != want || (c.Answer == "") != (outcome == cases.Adopt) || (c.CancelledWhy != "") != (want == grants.Cancelled) {
				t.Errorf("%s: %s, %q", outcome, c.State, c.Answer)
			}
			if outcome == cases.ReferBack {
				if again := b.proposes(id); again != first {
					t.Error("a case that was referred back comes again as another")
				}
				b.decides(first, cases.Adopt)
				if c := find(t, db, id); c.State != grants.DirectionDecided || c.Answer != "" {
					t.Errorf("the second time: %s, %q", c.State, c.Answer)
				}
			}
		}
	})
}

func TestTheBoardDecidesGuidelines(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b, p := newBoard(t, db), programme(t, db, false)
		propose := func(from string) (id, caseID string) {
			id = store.NewID()
			write(t, db, func(tx *store.Tx) (err error) {
				if err = grants.AddGuideline(ctx, tx, grants.Guideline{ID: id, ProgrammeID: p, Body: "Nytt.", WantedFrom: day(from)}); err == nil {
					caseID, err = grants.ProposeGuideline(ctx, tx, id, cases.Proposal{Title: "Riktlinjer", Points: []string{"att anta"}})
				}
				return err
			})
			return id, caseID
		}
		get := func(id string) (g grants.Guideline) {
			write(t, db, func(tx *store.Tx) (err error) {
				g, err = grants.FindGuideline(ctx, tx, p, id)
				return err
			})
			return g
		}
		ahead, aheadCase := propose("2026-09-01")
		behind, behindCase := propose("2025-09-01")
		refusedOne, refusedCase := propose("2026-10-01")
		back, backCase := propose("2026-11-01")
		seen := get(ahead).Version
		refused(t, db, "grants.guideline.not_a_draft", func(tx *store.Tx) error {
			return grants.ChangeGuideline(ctx, tx, ahead, "Annat.", day("2026-09-01"), seen)
		})
		b.decides(aheadCase, cases.Adopt)
		b.decides(behindCase, cases.AdoptChanged)
		decided := b.day
		b.decides(refusedCase, cases.Reject)
		b.decides(backCase, cases.ReferBack)
		if g := get(ahead); g.State != grants.GuidelineDecided || g.StartsOn != day("2026-09-01") || g.DecidedBy == "" {
			t.Errorf("%+v", g)
		}
		if g := get(behind); g.StartsOn != decided || g.Answer == "" {
			t.Errorf("guidelines begin before they were decided, or nothing is said of the change: %+v", g)
		}
		if g := get(refusedOne); g.State != grants.GuidelineRejected || !g.StartsOn.IsZero() || g.Answer == "" {
			t.Errorf("%+v", g)
		}
		if g := get(back); g.State != grants.GuidelineDraft || g.Answer == "" {
			t.Errorf("%+v", g)
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := grants.Guidelines(ctx, tx, p)
			for on, want := range map[string]string{"2025-12-31": "Ett.\nTvå.", decided.String(): "Nytt."} {
				if g, _ := grants.Applied(all, day(on)); g.Body != want {
					t.Errorf("on %s %q applies", on, g.Body)
				}
			}
			return err
		})
	})
}

// Whatever is tried in whatever order, a call goes only along its ways, terms that are fixed stay, and what the board says of a
// call that has gone on or been cancelled changes nothing.
func TestHistoriesOfACall(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := newBoard(t, db)
		rapid.Check(t, func(rt *rapid.T) {
			id, moment := addCall(t, db, programme(t, db, rapid.Bool().Draw(rt, "direction"))), now
			last := find(t, db, id)
			for range rapid.IntRange(1, 15).Draw(rt, "steps") {
				to := rapid.SampledFrom([]grants.CallState{grants.DirectionDraft, grants.Prepared, grants.Cancelled, grants.Archived, grants.Open}).Draw(rt, "to")
				switch rapid.SampledFrom([]string{"move", "move", "propose", "board", "schedule", "clock"}).Draw(rt, "act") {
				case "move":
					_ = db.Write(ctx, func(tx *store.Tx) error {
						return grants.Move(ctx, tx, id, to, rapid.SampledFrom([]string{"", "skäl"}).Draw(rt, "why"), moment)
					})
				case "propose":
					_ = db.Write(ctx, func(tx *store.Tx) error {
						_, err := grants.ProposeDirection(ctx, tx, id, cases.Proposal{Title: "Inriktning", Points: []string{"att godkänna"}}, moment)
						return err
					})
				case "board":
					if last.DirectionCase != "" {
						var c cases.Case
						write(t, db, func(tx *store.Tx) (err error) {
							c, err = cases.Find(ctx, tx, last.DirectionCase)
							return err
						})
						if c.State == cases.Drafted || c.State == cases.Presented {
							b.decides(c.ID, rapid.SampledFrom(cases.Outcomes).Draw(rt, "outcome"))
						}
					}
				case "schedule":
					_ = db.Write(ctx, func(tx *store.Tx) error { return grants.Schedule(ctx, tx, id, moment) })
				case "clock":
					moment = moment.AddDate(0, 0, rapid.IntRange(1, 40).Draw(rt, "days"))
					if err := grants.OpenAndClose(ctx, db, moment); err != nil {
						rt.Fatal(err)
					}
				}
				c := find(t, db, id)
				if c.State != last.State {
					reachable := false
					for _, state := range grants.CallWays.Reached(last.State) {
						reachable = reachable || state == c.State
					}
					if !reachable {
						rt.Fatalf("from %s to %s", last.State, c.State)
					}
				}
				if c.State == grants.Cancelled && c.CancelledWhy == "" {
					rt.Fatal("cancelled without a reason")
				}
				if last.State == grants.Cancelled && c.State != grants.Cancelled || c.Version < last.Version {
					rt.Fatalf("from %s %d to %s %d", last.State, last.Version, c.State, c.Version)
				}
				last = c
			}
		})
	})
}
