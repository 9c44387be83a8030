package cases_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/cases/paper"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

// today is after everything that the tests let happen.
var today = calendar.MustDate("2019-12-31")

var press = cases.Press{Words: i18n.NewCatalogue(cases.Messages()).In(i18n.Swedish), Site: "https://samverk.example.se"}

func day(text string) calendar.Date { return calendar.MustDate(text) }

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// refused wants a message that begins with the identity.
func refused(t *testing.T, db *store.DB, id string, do func(*store.Tx) error) {
	t.Helper()
	var own *i18n.Error
	if err := db.Write(ctx, do); !errors.As(err, &own) || own.ID != id {
		t.Errorf("%v, want %s", err, id)
	}
}

// house is a board with three members, a meeting in March and one in April, and a case.
type house struct {
	t                    *testing.T
	db                   *store.DB
	board, march, april  string
	chair, member, third string
	id                   string // of the case
}

func newHouse(t *testing.T, db *store.DB, p cases.Proposal) *house {
	t.Helper()
	h := &house{t: t, db: db, board: store.NewID(), march: store.NewID(), april: store.NewID(), chair: store.NewID(), member: store.NewID(), third: store.NewID()}
	if p.Title == "" {
		p = cases.Proposal{Title: "Nya riktlinjer", Points: []string{"1. att anta riktlinjerna", "2. att de gäller från maj"}, Summary: "Kort.", Kind: plan.Proposal}
	}
	write(t, db, func(tx *store.Tx) error {
		if err := cases.AddBoard(ctx, tx, h.board, "Nämnden"); err != nil {
			return err
		}
		for id, office := range map[string]cases.Office{h.chair: cases.Chair, h.member: cases.Ordinary, h.third: cases.Ordinary} {
			if err := cases.AddMember(ctx, tx, cases.Member{ID: id, BoardID: h.board, Name: "Ledamot " + string(office), Office: office, From: day("2019-01-01")}); err != nil {
				return err
			}
		}
		for id, on := range map[string]string{h.march: "2019-03-12", h.april: "2019-04-09"} {
			if err := cases.AddMeeting(ctx, tx, cases.Meeting{ID: id, BoardID: h.board, Day: day(on)}); err != nil {
				return err
			}
		}
		c, err := cases.Propose(ctx, tx, p)
		h.id = c.ID
		return err
	})
	return h
}

func (h *house) find() cases.Case {
	h.t.Helper()
	var c cases.Case
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) {
		c, err = cases.Find(ctx, tx, h.id)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// submitted presents the case and puts it to the meeting.
func (h *house) submitted(meeting, presented, on string) {
	h.t.Helper()
	write(h.t, h.db, func(tx *store.Tx) error { return cases.PresentCase(ctx, tx, h.id, day(presented), "Presidiet", today) })
	write(h.t, h.db, func(tx *store.Tx) error { return cases.SubmitCase(ctx, tx, press, h.id, meeting, day(on), today) })
}

func (h *house) item(meeting string) cases.Item {
	h.t.Helper()
	var items []cases.Item
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) {
		items, err = cases.Items(ctx, tx, meeting)
		return err
	}); err != nil || len(items) != 1 {
		h.t.Fatalf("%d items, %v", len(items), err)
	}
	return items[0]
}

// allPresent says that the three are at the meeting.
func (h *house) allPresent(meeting string) {
	h.t.Helper()
	write(h.t, h.db, func(tx *store.Tx) error {
		return cases.SetPresent(ctx, tx, meeting, []string{h.chair, h.member, h.third})
	})
}

func (h *house) record(meeting string, r cases.Ruling, hooks cases.Hooks) error {
	h.t.Helper()
	id := h.item(meeting).ID
	return h.db.Write(ctx, func(tx *store.Tx) error { return cases.Record(ctx, tx, hooks, meeting, id, r, today) })
}

func (h *house) wants(state cases.State) {
	h.t.Helper()
	if c := h.find(); c.State != state {
		h.t.Errorf("the case is %s, want %s", c.State, state)
	}
}

func adopted(n int) cases.Ruling {
	return cases.Ruling{Outcome: cases.Adopt, Paragraph: n, Decision: []string{"att anta riktlinjerna"}}
}

func TestACaseGoesToLegalForceAndLeavesRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, cases.Proposal{})
		refused(t, db, "cases.not_now", func(tx *store.Tx) error {
			return cases.SubmitCase(ctx, tx, press, h.id, h.march, day("2019-03-01"), today)
		})
		refused(t, db, "cases.day_future", func(tx *store.Tx) error { return cases.PresentCase(ctx, tx, h.id, today.AddDays(1), "", today) })
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		if c := h.find(); c.DiaryNumber == "" || len(c.Points.V) != 2 || c.Points.V[0] != "att anta riktlinjerna" {
			t.Errorf("the case holds %q, %q", c.DiaryNumber, c.Points.V)
		}
		wantRecord(t, db, h.find().RecordID, plan.Proposal, plan.Submitted, "2019-03-01")
		h.allPresent(h.march)
		if err := h.record(h.march, adopted(12), nil); err != nil {
			t.Fatal(err)
		}
		wantRecord(t, db, h.find().RecordID, plan.Proposal, plan.Submitted, "2019-03-01") // the day it was handed over stays
		wantRecord(t, db, h.find().DecisionRecordID, plan.Decision, plan.Decided, "2019-03-12")
		write(t, db, func(tx *store.Tx) error {
			return cases.AdjustMinutes(ctx, tx, h.march, day("2019-03-18"), "Ordföranden", today)
		})
		h.wants(cases.MinutesAdjusted)
		refused(t, db, "cases.before_adjusted", func(tx *store.Tx) error { return cases.PostMinutes(ctx, tx, h.march, day("2019-03-17"), today) })
		if list := public(t, db); len(list) != 0 {
			t.Errorf("anybody reads %v before it is posted", list)
		}
		write(t, db, func(tx *store.Tx) error { return cases.PostMinutes(ctx, tx, h.march, day("2019-03-20"), today) })
		h.wants(cases.Posted)
		if list := public(t, db); len(list) != 1 || list[0].Paragraph != 12 || list[0].Decision != "att anta riktlinjerna" {
			t.Errorf("anybody reads %v", list)
		}
		refused(t, db, "cases.down_early", func(tx *store.Tx) error { return cases.TakeDown(ctx, tx, h.march, day("2019-04-10"), today) })
		if err := cases.TakeForce(ctx, db, day("2019-04-10")); err != nil {
			t.Fatal(err)
		}
		h.wants(cases.Posted)
		for range 2 {
			if err := cases.TakeForce(ctx, db, day("2019-04-11")); err != nil {
				t.Fatal(err)
			}
		}
		h.wants(cases.Final)
		write(t, db, func(tx *store.Tx) error { return cases.TakeDown(ctx, tx, h.march, day("2019-04-11"), today) })
		if err := db.Read(ctx, func(tx *store.Tx) error {
			events, err := cases.Events(ctx, tx, h.id)
			var acts []string
			for _, e := range events {
				acts = append(acts, string(e.Act))
				if e.ActorName != "Prov" || e.At.IsZero() || e.Day.IsZero() {
					t.Errorf("%s lacks who or when: %+v", e.Act, e)
				}
			}
			if got := strings.Join(acts, " "); got != "present submit adopt adjust post gain_force" {
				t.Errorf("the events are %s", got)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func public(t *testing.T, db *store.DB) (list []cases.Public) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		list, _, _, err = cases.PublicDecisions(ctx, tx, 2019)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func wantRecord(t *testing.T, db *store.DB, id string, kind plan.EvidenceKind, state plan.State, on string) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error {
		r, err := evidence.Find(ctx, tx, id)
		if r.Kind != kind || r.State != state || r.Day != day(on) || r.DiaryNumber == "" {
			t.Errorf("the record is %s, %s on %s (%q)", r.Kind, r.State, r.Day, r.DiaryNumber)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestWhoeverDeclaredAConflictTakesNoPart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, cases.Proposal{})
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		item := h.item(h.march).ID
		declare := func() {
			write(t, db, func(tx *store.Tx) error {
				return cases.Declare(ctx, tx, h.march, item, h.member, "Släkt med den sökande")
			})
		}
		declare()
		write(t, db, func(tx *store.Tx) error { return cases.TakeBack(ctx, tx, h.march, item, h.member) })
		declare()
		declare()
		refused(t, db, "cases.nobody_present", func(tx *store.Tx) error {
			return cases.Record(ctx, tx, nil, h.march, item, adopted(1), today)
		})
		h.allPresent(h.march)
		ruling := adopted(1)
		if err := h.record(h.march, ruling, nil); err == nil || h.find().State != cases.Submitted {
			t.Errorf("a member with a conflict decides: %v", err)
		}
		ruling.Left = []string{h.member}
		if err := h.record(h.march, ruling, nil); err != nil {
			t.Fatal(err)
		}
		ruling.Left = nil
		if err := h.record(h.march, ruling, nil); err == nil {
			t.Error("a correction lets the member take part")
		}
		refused(t, db, "cases.is_recorded", func(tx *store.Tx) error { return cases.TakeBack(ctx, tx, h.march, item, h.member) })
		refused(t, db, "cases.left_absent", func(tx *store.Tx) error { return cases.SetPresent(ctx, tx, h.march, []string{h.chair, h.third}) })
		refused(t, db, "cases.reservation_absent", func(tx *store.Tx) error {
			return cases.Reserve(ctx, tx, h.march, cases.Reservation{ID: store.NewID(), ItemID: item, MemberID: h.member, Text: "Nej"})
		})
		id := store.NewID()
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				return cases.Reserve(ctx, tx, h.march, cases.Reservation{ID: id, ItemID: item, MemberID: h.third, Text: "Nej"})
			})
		}
		if i := h.item(h.march); len(i.Left) != 1 || i.Left[0] != h.member || len(i.Spoken) != 1 || i.Spoken[0].MemberID != h.third {
			t.Errorf("the item holds %+v", i)
		}
	})
}

func TestACaseIsReferredBackAndTabled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, cases.Proposal{})
		write(t, db, func(tx *store.Tx) error {
			return cases.AddFiles(ctx, tx, h.id, []evidence.NewFile{{Name: "bort.txt", Content: []byte("Noll.")}, {Name: "bilaga.txt", Content: []byte("Ett.")}, {Name: "bilaga.txt", Content: []byte("Ett.")}})
		})
		write(t, db, func(tx *store.Tx) error { return cases.RemoveFile(ctx, tx, h.id, 1) })
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		first := frozen(t, db, h.id)
		if s, err := paper.Decode(first[0].Snapshot); err != nil || len(s.Documents) != 1 || s.Documents[0].Position != 2 {
			t.Errorf("the paper's documents are %+v, %v", s.Documents, err)
		}
		refused(t, db, "cases.is_frozen", func(tx *store.Tx) error { return cases.RemoveFile(ctx, tx, h.id, 2) })
		refused(t, db, "cases.is_frozen", func(tx *store.Tx) error {
			return cases.Change(ctx, tx, h.id, cases.Proposal{Title: "Annat"}, h.find().Version)
		})
		h.allPresent(h.march)
		if err := h.record(h.march, cases.Ruling{Outcome: cases.ReferBack, Paragraph: 3}, nil); err == nil {
			t.Error("a case is referred back without a reason")
		}
		if err := h.record(h.march, cases.Ruling{Outcome: cases.ReferBack, Paragraph: 3, Why: "Räkna på kostnaden"}, nil); err != nil {
			t.Fatal(err)
		}
		if c := h.find(); c.State != cases.Drafted || c.Round != 2 {
			t.Fatalf("the case is %s in round %d", c.State, c.Round)
		}
		write(t, db, func(tx *store.Tx) error { return cases.RemoveFile(ctx, tx, h.id, 2) })
		write(t, db, func(tx *store.Tx) error {
			return cases.Change(ctx, tx, h.id, cases.Proposal{Title: "Nya riktlinjer med kostnad", Points: []string{"att anta"}, Kind: plan.Proposal}, h.find().Version)
		})
		if err := db.Write(ctx, func(tx *store.Tx) error {
			return cases.Change(ctx, tx, h.id, cases.Proposal{Title: "Något annat", Kind: plan.Proposal}, 1)
		}); !errors.Is(err, cases.ErrSavedMeanwhile) {
			t.Errorf("two save the same: %v", err)
		}
		h.submitted(h.april, "2019-03-20", "2019-04-01")
		wantRecord(t, db, h.find().RecordID, plan.Proposal, plan.Submitted, "2019-03-01")
		both := frozen(t, db, h.id)
		if len(both) != 2 || both[1] != first[0] || both[0].Round != 2 {
			t.Errorf("the first paper has changed: %+v", both)
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			old, err := cases.Files(ctx, tx, h.id, 1)
			if len(old) != 1 {
				t.Errorf("the first round's documents are %v", old)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		h.allPresent(h.april)
		may := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return cases.AddMeeting(ctx, tx, cases.Meeting{ID: may, BoardID: h.board, Day: day("2019-05-14")})
		})
		if err := h.record(h.april, cases.Ruling{Outcome: cases.Table, Paragraph: 4, NextID: may}, nil); err != nil {
			t.Fatal(err)
		}
		h.wants(cases.Submitted)
		h.allPresent(may)
		if err := h.record(may, cases.Ruling{Outcome: cases.Reject, Paragraph: 5, Decision: []string{"att avslå förslaget"}}, nil); err != nil {
			t.Fatal(err)
		}
		h.wants(cases.Decided)
		write(t, db, func(tx *store.Tx) error {
			return cases.AdjustMinutes(ctx, tx, h.april, day("2019-04-12"), "Ordföranden", today)
		})
		h.wants(cases.Decided) // the minutes of another meeting
	})
}

func frozen(t *testing.T, db *store.DB, id string) (all []cases.Submission) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = cases.Submissions(ctx, tx, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		again, err := paper.Decode(s.Snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if text, hash, err := again.Encode(); err != nil || hash != s.SHA256 || text != s.Snapshot {
			t.Errorf("the paper of round %d is not what was frozen: %v", s.Round, err)
		}
	}
	return all
}

func TestAWithdrawnCaseLeavesTheAgendaAndCountsNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, cases.Proposal{})
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		refused(t, db, "cases.why_missing", func(tx *store.Tx) error { return cases.WithdrawCase(ctx, tx, h.id, "", today) })
		write(t, db, func(tx *store.Tx) error { return cases.WithdrawCase(ctx, tx, h.id, "Behövs inte", today) })
		h.wants(cases.Withdrawn)
		if err := db.Read(ctx, func(tx *store.Tx) error {
			items, err := cases.Items(ctx, tx, h.march)
			if err != nil || len(items) != 0 {
				t.Errorf("the agenda holds %v, %v", items, err)
			}
			r, err := evidence.Find(ctx, tx, h.find().RecordID)
			if !r.IsVoided() {
				t.Error("the record still counts")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatFollowsFromADecisionIsDoneWithItOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, cases.Proposal{Title: "Fördelning", Points: []string{"att fördela"}, SourceKind: "allocation", SourceID: "a1"})
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		h.allPresent(h.march)
		told := 0
		hooks := cases.Hooks{"allocation": func(_ context.Context, _ *store.Tx, c cases.Case, i cases.Item) error {
			told++
			if c.State != cases.Decided || c.SourceID != "a1" || i.Outcome != cases.Adopt || i.Paragraph != 1 {
				t.Errorf("the hook is told %s of %s, %s § %d", c.State, c.SourceID, i.Outcome, i.Paragraph)
			}
			if told == 1 {
				return errors.New("the allocation is not balanced")
			}
			return nil
		}}
		if err := h.record(h.march, adopted(1), hooks); err == nil {
			t.Fatal("a decision stands though what follows from it failed")
		}
		h.wants(cases.Submitted)
		if i := h.item(h.march); i.IsRecorded() {
			t.Error("the ruling was kept")
		}
		for range 2 {
			if err := h.record(h.march, adopted(1), hooks); err != nil {
				t.Fatal(err)
			}
		}
		if told != 2 {
			t.Errorf("the hook was told %d times; a correction tells nobody", told)
		}
		if err := h.record(h.march, cases.Ruling{Outcome: cases.Reject, Paragraph: 1, Decision: []string{"nej"}}, hooks); err == nil {
			t.Error("the outcome changes though somebody has been told")
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			of, err := cases.OfSource(ctx, tx, "allocation", "a1")
			if len(of) != 1 || of[0].RecordID != "" || of[0].DecisionRecordID != "" {
				t.Errorf("of the source: %+v", of)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
