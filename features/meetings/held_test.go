package meetings_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func today() calendar.Date { return calendar.Today(time.Now()) }

// hold closes a meeting with so many people, as it stands.
func (h *house) hold(t fataler, id string, heads int) error {
	t.Helper()
	m := h.find(t, id)
	return h.holdAs(id, meetings.Holding{Day: m.Day(), HeadCount: &heads}, m.Version)
}

func (h *house) holdAs(id string, holding meetings.Holding, seen int) error {
	return h.db.Write(ctx, func(tx *store.Tx) error { return h.f.Hold(ctx, tx, id, holding, seen, today()) })
}

// standing are the records that are not void, by the meeting that they were made of.
func (h *house) standing(t fataler) map[string][]evidence.Record {
	t.Helper()
	bySource := map[string][]evidence.Record{}
	read(t, h.db, func(tx *store.Tx) error {
		var ids []string
		if err := tx.Select(ctx, &ids, "SELECT id FROM record WHERE source <> ''"); err != nil {
			return err
		}
		for _, id := range ids {
			r, err := evidence.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			if !r.IsVoided() {
				bySource[r.Source] = append(bySource[r.Source], r)
			} else if r.VoidedWhy == "" {
				t.Errorf("%s is void without a reason", r.Title)
			}
		}
		return evidence.CheckTallies(ctx, tx)
	})
	return bySource
}

func TestAHeldMeetingIsEvidenceThatFollowsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, -7)
		m := h.find(t, id)
		solrosen := meetings.Attendee{MemberID: h.members["Asta Påhittad"], Organisation: "Solrosens odlare", Name: "Asta Påhittad"}
		guest := meetings.Attendee{Organisation: "Gästfria gruppen", Name: "Cilla Gäst"}
		hours := 90
		holding := meetings.Holding{Day: m.Day(), Present: []meetings.Attendee{solrosen, guest, {Organisation: "Gästfria gruppen", Name: "Doris Gäst"}}, MinutesSpent: &hours}
		for range 2 { // sent twice
			if err := h.holdAs(id, holding, m.Version); err != nil {
				t.Fatal(err)
			}
		}
		records := h.standing(t)["meeting:"+id]
		if len(records) != 1 {
			t.Fatalf("%d records", len(records))
		}
		r := records[0]
		if r.Title != m.Title || r.Day != m.Day() || *r.HeadCount != 3 || *r.OrganisationCount != 2 || *r.MinutesSpent != 90 || r.Network != "Partnerskapet" || !r.LinksFixed ||
			!slices.Equal(r.Organisations, []string{"Gästfria gruppen", "Solrosens odlare"}) || !slices.Equal(r.Tags, []string{"Stormöte"}) {
			t.Errorf("the record is %+v", r.Content)
		}
		read(t, db, func(tx *store.Tx) error {
			links, err := evidence.Links(ctx, tx, r.ID)
			if len(links) != 1 || links[0].IndicatorID != h.plan.Indicators()[0].ID || links[0].Origin != evidence.ByPerson {
				t.Errorf("it counts towards %+v", links)
			}
			return err
		})
		if err := h.holdAs(id, meetings.Holding{Day: m.Day(), HeadCount: new(9)}, m.Version); !errors.Is(err, meetings.ErrSavedMeanwhile) {
			t.Errorf("another form about the same meeting: %v", err)
		}
		now := h.find(t, id)
		if err := h.holdAs(id, meetings.Holding{Day: m.Day().AddDays(-1), HeadCount: new(9), Present: holding.Present}, now.Version); err != nil {
			t.Fatal(err)
		}
		writing(t, db, func(tx *store.Tx) error { return h.f.Rename(ctx, tx, id, "Stormöte om skola", 0) })
		again := h.standing(t)["meeting:"+id]
		if len(again) != 1 || again[0].ID != r.ID || *again[0].HeadCount != 9 || again[0].Day != m.Day().AddDays(-1) || again[0].Title != "Stormöte om skola" {
			t.Errorf("corrected it is %+v", again)
		}
		if at := h.find(t, id).Starts.In(calendar.Stockholm()); at.Hour() != 9 || calendar.DateOf(at) != again[0].Day {
			t.Errorf("the meeting was at %v", at)
		}
		writing(t, db, func(tx *store.Tx) error { return h.f.Reopen(ctx, tx, id, "Stängdes av misstag") })
		if left := h.standing(t)["meeting:"+id]; len(left) != 0 || h.find(t, id).RecordID != "" {
			t.Errorf("opened again it still counts: %+v", left)
		}
		if err := h.hold(t, id, 12); err != nil {
			t.Fatal(err)
		}
		if anew := h.standing(t)["meeting:"+id]; len(anew) != 1 || anew[0].ID == r.ID {
			t.Errorf("closed anew it is %+v", anew)
		}
		writing(t, db, func(tx *store.Tx) error { return h.f.Cancel(ctx, tx, id, "Ställdes in") })
		if left := h.standing(t); len(left) != 0 || len(h.letters) != 0 {
			t.Errorf("cancelled it still counts: %+v; mails %+v", left, h.letters)
		}
	})
}

func TestWhatHasNotBeenIsNotHeld(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		ahead, past := h.meeting(t, h.big, 1), h.meeting(t, h.big, -1)
		for name, refused := range map[string]error{
			"a meeting ahead":            h.hold(t, ahead, 5),
			"a day ahead":                h.holdAs(past, meetings.Holding{Day: today().AddDays(1), HeadCount: new(5)}, 1),
			"no day":                     h.holdAs(past, meetings.Holding{HeadCount: new(5)}, 1),
			"nobody":                     h.holdAs(past, meetings.Holding{Day: today()}, 1),
			"fewer than are noted":       h.holdAs(past, meetings.Holding{Day: today(), HeadCount: new(1), Present: []meetings.Attendee{{Name: "Anna"}, {Name: "Bo"}}}, 1),
			"a personal number":          h.holdAs(past, meetings.Holding{Day: today(), Present: []meetings.Attendee{{Name: "Anna 640823-3234"}}}, 1),
			"fewer organisations":        h.holdAs(past, meetings.Holding{Day: today(), HeadCount: new(3), OrganisationCount: new(0), Present: []meetings.Attendee{{Organisation: "Solrosen"}}}, 1),
			"reopening without a reason": db.Write(ctx, func(tx *store.Tx) error { return h.f.Reopen(ctx, tx, past, " ") }),
		} {
			if refused == nil {
				t.Errorf("%s is let through", name)
			}
		}
		if all := h.standing(t); len(all) != 0 {
			t.Errorf("there are records: %+v", all)
		}
	})
}

// Two who close the same meeting at once make one record; the second is told, or said the same.
func TestTwoWhoCloseAtOnceMakeOneRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, -7)
		m := h.find(t, id)
		var group sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			group.Go(func() { errs[i] = h.holdAs(id, meetings.Holding{Day: m.Day(), HeadCount: new(10 + i%2)}, m.Version) })
		}
		group.Wait()
		told := 0
		for _, err := range errs {
			switch {
			case errors.Is(err, meetings.ErrSavedMeanwhile):
				told++
			case err != nil:
				t.Error(err)
			}
		}
		if told != 3 {
			t.Errorf("%d were told", told)
		}
		if n := len(h.standing(t)["meeting:"+id]); n != 1 {
			t.Errorf("%d records", n)
		}
	})
}

// Whatever people do to meetings, at every moment exactly those that are held are evidence, and nothing is counted wrong.
func TestAtEveryMomentTheHeldMeetingsAreTheEvidence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		rapid.Check(t, func(rt *rapid.T) {
			var ids []string
			for range 3 {
				ids = append(ids, h.meeting(rt, rapid.SampledFrom([]string{h.big, h.small}).Draw(rt, "type"), rapid.IntRange(-40, 3).Draw(rt, "day")))
			}
			for range rapid.IntRange(1, 8).Draw(rt, "acts") {
				id := rapid.SampledFrom(ids).Draw(rt, "meeting")
				h.randomAct(rt, id)
				records := h.standing(rt)
				for _, one := range ids {
					m := h.find(rt, one)
					of := records["meeting:"+one]
					if m.State.WasHeld() != (len(of) == 1) || len(of) > 1 || m.State.WasHeld() && (of[0].ID != m.RecordID || of[0].Day != m.Day() || of[0].Title != m.Title || *of[0].HeadCount != *m.HeadCount) {
						rt.Fatalf("the meeting is %s with the record %q, and %d records stand", m.State, m.RecordID, len(of))
					}
				}
			}
		})
	})
}

// randomAct does something to a meeting, which may be refused.
func (h *house) randomAct(rt *rapid.T, id string) {
	m := h.find(rt, id)
	act := rapid.SampledFrom([]string{"hold", "hold", "correct", "reopen", "cancel", "replan", "rename", "invite", "write", "adjust", "unlock"}).Draw(rt, "act")
	why := rapid.SampledFrom([]string{"Fel dag", ""}).Draw(rt, "why")
	_ = h.db.Write(ctx, func(tx *store.Tx) error {
		switch act {
		case "hold":
			return h.f.Hold(ctx, tx, id, meetings.Holding{Day: m.Day(), HeadCount: new(rapid.IntRange(0, 50).Draw(rt, "heads"))}, m.Version, today())
		case "correct":
			return h.f.Hold(ctx, tx, id, meetings.Holding{Day: m.Day().AddDays(-1), HeadCount: new(7)}, m.Version-rapid.IntRange(0, 1).Draw(rt, "stale"), today())
		case "reopen":
			return h.f.Reopen(ctx, tx, id, why)
		case "cancel":
			return h.f.Cancel(ctx, tx, id, "Ställdes in")
		case "replan":
			return h.f.Replan(ctx, tx, id)
		case "rename":
			return h.f.Rename(ctx, tx, id, rapid.SampledFrom([]string{"Stormöte", "Möte"}).Draw(rt, "title"), -1)
		case "invite":
			_, err := h.f.Invite(ctx, tx, id, meetings.Inviting{MemberIDs: []string{h.members["Asta Påhittad"]}}, time.Now())
			return err
		case "write":
			return meetings.SaveMinutes(ctx, tx, id, "Vi talade.", nil, hashNow(tx, id))
		case "adjust":
			return meetings.Adjust(ctx, tx, id, today(), "Anna och Bo", hashNow(tx, id), today())
		}
		return meetings.Unlock(ctx, tx, id, why)
	})
}
