package awards_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"samverk/features/applications"
	"samverk/features/awards"
	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func state(t *testing.T, h *house, n int) applications.State {
	t.Helper()
	return h.now().Row(h.applications[n]).Application.State
}

// The whole way: amounts within the frame, a check by another officer, a case with the table, a decision, and what follows.
func TestADecisionIsWhatFollowsFromIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 3, rules{maker: "board", frame: 150_000_00})
		if table := h.begin(); len(table.Rows) != 3 || table.State != awards.Draft || table.Call.State != grants.InAssessment {
			t.Fatalf("%d rows, %s, %s", len(table.Rows), table.State, table.Call.State)
		}
		if err := h.save(&h.asta, h.edit(0, 100_000_00), h.edit(1, 60_000_00), h.edit(2, 0)); err != nil || h.now().State != awards.Draft {
			t.Errorf("above the frame: %v, %s", err, h.now().State)
		}
		if err := h.check(&h.bo); err == nil {
			t.Error("more than the frame is checked")
		}
		if err := h.save(&h.asta, h.edit(1, 49_999_50)); err != nil || h.now().State != awards.Balanced {
			t.Fatalf("%v, %s", err, h.now().State)
		}
		if err := h.submit(); err == nil {
			t.Error("what nobody has checked goes to the board")
		}
		if err := h.check(&h.asta); err == nil {
			t.Error("whoever made it checks it")
		}
		if err := h.check(&h.bo); err != nil {
			t.Fatal(err)
		}
		if err := h.save(&h.bo, h.edit(1, 50_000_00)); err != nil || h.now().State != awards.Balanced || h.now().CheckedBy != "" {
			t.Errorf("a change after the check: %v, %s", err, h.now().State)
		}
		if since := h.now().SinceCheck(); len(since) != 1 || since[0].Before != 49_999_50 || since[0].Now != 50_000_00 {
			t.Errorf("since the check: %+v", since)
		}
		if err := h.save(&h.bo, h.edit(2, 0)); err != nil {
			t.Fatal(err)
		}
		h.must(&h.mona, func(ctx context.Context, tx *store.Tx) error { return h.desk.Check(ctx, tx, h.table, h.now().Version) })
		for range 2 { // sent twice it is one case
			if err := h.submit(); err != nil {
				t.Fatal(err)
			}
		}
		if table := h.now(); len(table.Parts) != 1 || table.State != awards.SubmittedToBoard || table.Call.State != grants.ProposalReady {
			t.Fatalf("%+v %s %s", table.Parts, table.State, table.Call.State)
		}
		if err := h.save(&h.asta, h.edit(0, 1)); err == nil {
			t.Error("the table changes while the board has it")
		}
		item := h.toMeeting(0)
		h.mailsFail = true
		if err := h.rule(item, cases.Adopt, 1); err == nil || state(t, h, 0) != applications.InProposal || h.now().State != awards.SubmittedToBoard {
			t.Errorf("a letter fails and something is decided: %v, %s", err, state(t, h, 0))
		}
		h.mailsFail, h.mails, h.opened = false, nil, nil
		if err := h.rule(item, cases.Adopt, 1); err != nil {
			t.Fatal(err)
		}
		for n, want := range []applications.State{applications.Granted, applications.PartlyGranted, applications.Rejected} {
			if got := state(t, h, n); got != want {
				t.Errorf("application %d is %s, want %s", n, got, want)
			}
		}
		if table := h.now(); table.State != awards.Adopted || table.Call.State != grants.Decided || table.Total().Proposed != 150_000_00 {
			t.Errorf("%s, %s, %d", table.State, table.Call.State, table.Total().Proposed)
		}
		if len(h.opened) != 2 || h.opened[0].Amount+h.opened[1].Amount != 150_000_00 || h.opened[0].DecidedOn != today {
			t.Errorf("grants: %+v", h.opened)
		}
		if len(h.mails) != 1 || !strings.Contains(h.mails[0].Text, "100\u00a0000") || !strings.Contains(h.mails[0].Text, "13 kap. kommunallagen") || !strings.Contains(h.mails[0].Text, "Tillväxtnämnden, § 1") {
			t.Errorf("letters: %+v", h.mails)
		}
		if err := h.rule(item, cases.Adopt, 1); err != nil || len(h.mails) != 1 || len(h.opened) != 2 {
			t.Errorf("the decision corrected writes again: %v, %d letters", err, len(h.mails))
		}
	})
}

// What the board changed is demanded by a decision with changes and refused by one without, and never more than the frame.
func TestTheBoardsChangesAreTheDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "board", frame: 100_000_00})
		item := h.readyForBoard(50_000_00, 50_000_00)
		if err := h.rule(item, cases.AdoptChanged, 1); err == nil {
			t.Error("a decision with changes has none")
		}
		change := func(amounts map[string]int64) error {
			seen := h.now().Version
			return h.as(&h.mona, func(ctx context.Context, tx *store.Tx) error {
				return h.desk.SaveChanges(ctx, tx, h.table, seen, amounts)
			})
		}
		if err := change(map[string]int64{h.applications[0]: 60_000_00, h.applications[1]: 50_000_00}); err != nil {
			t.Fatal(err)
		}
		if err := h.rule(item, cases.Adopt, 1); err == nil {
			t.Error("a decision without changes has some")
		}
		if err := h.rule(item, cases.AdoptChanged, 1); err == nil || state(t, h, 0) != applications.InProposal {
			t.Error("the board gives more than the frame")
		}
		if err := change(map[string]int64{h.applications[0]: 60_000_00, h.applications[1]: 40_000_00}); err != nil {
			t.Fatal(err)
		}
		if err := h.rule(item, cases.AdoptChanged, 1); err != nil {
			t.Fatal(err)
		}
		if table := h.now(); table.State != awards.AdoptedWithChanges || table.Row(h.applications[1]).Amount() != 40_000_00 || table.Total().Proposed != 100_000_00 {
			t.Errorf("%s, %d", table.State, table.Total().Proposed)
		}
	})
}

// readyForBoard makes, checks and submits a proposal with these amounts, and gives the item of its one case.
func (h *house) readyForBoard(amounts ...int64) string {
	h.t.Helper()
	h.begin()
	for n, amount := range amounts {
		if err := h.save(&h.asta, h.edit(n, amount)); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := h.check(&h.bo); err != nil {
		h.t.Fatal(err)
	}
	if err := h.submit(); err != nil {
		h.t.Fatal(err)
	}
	return h.toMeeting(0)
}

// What is referred back is worked over and put to the board in the same case; what has a case of its own is decided meanwhile.
func TestAPartIsReferredBackWhileAnotherIsDecided(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "board", frame: 100_000_00})
		h.begin()
		own := h.edit(1, 40_000_00)
		own.To.Part = 1
		if err := h.save(&h.asta, h.edit(0, 60_000_00), own); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(h.check(&h.bo), h.submit()); err != nil {
			t.Fatal(err)
		}
		both, alone := h.toMeeting(0), h.toMeeting(1)
		if err := h.rule(both, cases.ReferBack, 1); err != nil || h.now().State != awards.ReferredBack {
			t.Fatalf("%v, %s", err, h.now().State)
		}
		if err := h.save(&h.asta, h.edit(1, 1)); err == nil {
			t.Error("what the board has is changed")
		}
		if err := h.rule(alone, cases.Adopt, 2); err != nil || state(t, h, 1) != applications.PartlyGranted || state(t, h, 0) != applications.InProposal {
			t.Fatalf("%v, %s, %s", err, state(t, h, 1), state(t, h, 0))
		}
		if err := h.save(&h.asta, h.edit(0, 61_000_00)); err != nil || h.now().State != awards.Draft {
			t.Errorf("what was decided no longer takes of the frame: %v, %s", err, h.now().State)
		}
		if err := errors.Join(h.save(&h.asta, h.edit(0, 55_000_00)), h.check(&h.bo), h.submit()); err != nil {
			t.Fatal(err)
		}
		if parts := h.now().Parts; len(parts) != 2 {
			t.Fatalf("%+v", parts)
		}
		h.addMeeting() // a case comes to a meeting once
		if err := h.rule(h.toMeeting(0), cases.Adopt, 3); err != nil || h.now().State != awards.Adopted || h.now().Total().Proposed != 95_000_00 {
			t.Errorf("%v, %s", err, h.now().State)
		}
	})
}

// Two save the same row: the second is told which, and nothing of theirs is kept; two save different rows: both are.
func TestTwoOfficersOnOneTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "board", frame: 200_000_00})
		h.begin()
		first, second, other := h.edit(0, 10_00), h.edit(0, 20_00), h.edit(1, 30_00)
		if err := errors.Join(h.save(&h.asta, first), h.save(&h.bo, other)); err != nil {
			t.Fatal(err)
		}
		var clash *awards.Clash
		if err := h.save(&h.bo, second); !errors.As(err, &clash) || len(clash.Rows) != 1 || clash.Rows[0] != h.applications[0] {
			t.Errorf("%v", err)
		}
		if err := h.save(&h.bo, first); err != nil {
			t.Errorf("the same once more: %v", err)
		}
		if a, b := h.now().Row(h.applications[0]).Amount(), h.now().Row(h.applications[1]).Amount(); a != 10_00 || b != 30_00 {
			t.Errorf("%d, %d", a, b)
		}
	})
}

// Somebody with a conflict of interest neither proposes, checks, submits, changes texts nor decides; others may.
func TestWhoeverIsRecusedDoesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "delegation", frame: 200_000_00, pots: []allocation.Pot{{Name: "p", Amount: 100_00, Way: allocation.Proportional, Terms: []allocation.Term{{Each: 1}}}}})
		h.begin()
		for _, who := range []string{h.bo.ID, h.mona.ID} {
			h.recused[who+h.applications[0]] = true
		}
		table := h.now()
		for name, do := range map[string]func(ctx context.Context, tx *store.Tx) error{
			"proposes": func(ctx context.Context, tx *store.Tx) error {
				return h.desk.Save(ctx, tx, h.table, []awards.Edit{h.edit(0, 5)})
			},
			"applies a formula": func(ctx context.Context, tx *store.Tx) error {
				return h.desk.Apply(ctx, tx, h.table, table.Version, table.Call.Terms.Pots)
			},
			"writes the letters": func(ctx context.Context, tx *store.Tx) error {
				return h.desk.SaveWordings(ctx, tx, h.table, table.Version, awards.Wordings{Granted: "a", Partly: "b", Rejected: "c"}, awards.NoAppeal)
			},
		} {
			if err := h.as(&h.bo, do); !errors.Is(err, awards.ErrRecused) {
				t.Errorf("somebody recused %s: %v", name, err)
			}
		}
		if err := h.save(&h.bo, h.edit(1, 10_00)); err != nil {
			t.Errorf("another row: %v", err)
		}
		if err := h.save(&h.asta, h.edit(0, 10_00)); err != nil {
			t.Fatal(err)
		}
		if err := h.check(&h.bo); !errors.Is(err, awards.ErrRecused) {
			t.Errorf("somebody recused checks: %v", err)
		}
	})
}

// A programme that is decided by delegation is decided without a case, by another than who changed it last.
func TestADecisionByDelegation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "delegation", frame: 100_000_00})
		h.begin()
		if err := errors.Join(h.save(&h.mona, h.edit(0, 100_000_00), h.edit(1, 0)), h.check(&h.bo)); err != nil {
			t.Fatal(err)
		}
		if err := h.submit(); err == nil {
			t.Error("it is put to the board")
		}
		decide := func(ctx context.Context, tx *store.Tx) error {
			return h.desk.Decide(ctx, tx, h.table, h.now().Version, awards.Ruling{On: today, By: "Enhetschefen"})
		}
		if err := h.as(&h.mona, decide); err == nil {
			t.Error("whoever changed it last decides it")
		}
		h.mailsFail = true
		if err := h.as(&h.bo, decide); err == nil || state(t, h, 0) != applications.InProposal {
			t.Error("a letter fails and something is decided")
		}
		h.mailsFail = false
		for range 2 {
			h.must(&h.bo, decide)
		}
		if table := h.now(); table.State != awards.Adopted || table.SignedBy != h.bo.ID || table.Call.State != grants.Decided || state(t, h, 0) != applications.Granted || len(h.mails) != 1 {
			t.Errorf("%s by %s, %s, %d letters", table.State, table.SignedBy, table.Call.State, len(h.mails))
		}
		var all []awards.Published
		h.write(func(tx *store.Tx) (err error) {
			if _, err = tx.Exec(ctx, "UPDATE organisation SET number = '8020020015' WHERE name = 'Föreningen 001'"); err == nil {
				all, err = awards.ListPublished(ctx, tx)
			}
			return err
		})
		var out bytes.Buffer
		if err := awards.Write360(&out, awards.Funder{Name: "Regionen", Number: "2321000024"}, all); err != nil {
			t.Fatal(err)
		}
		var file struct {
			Grants []map[string]any `json:"grants"`
		}
		if err := json.Unmarshal(out.Bytes(), &file); err != nil || len(file.Grants) != len(all) || len(all) != 1 {
			t.Fatalf("%v: %s", err, out.String())
		}
		for _, g := range file.Grants {
			for _, field := range []string{"id", "title", "description", "currency", "amountAwarded", "awardDate", "recipientOrganization", "fundingOrganization"} {
				if g[field] == nil || g[field] == "" {
					t.Errorf("a grant lacks %s", field)
				}
			}
		}
	})
}
