package meetings_test

import (
	"errors"
	"testing"

	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// aType makes a network with a type of meeting and gives the type's key.
func aType(t *testing.T, db *store.DB, name string) string {
	t.Helper()
	network, kind := store.NewID(), store.NewID()
	write(t, db, func(tx *store.Tx) error {
		if err := networks.Add(ctx, tx, network, networks.Content{Name: name, Kind: networks.Council, IsPublic: true}); err != nil {
			return err
		}
		return networks.AddType(ctx, tx, networks.Type{ID: kind, NetworkID: network, Name: name, Kind: plan.Meeting, Minutes: 60})
	})
	return kind
}

func TestMeetingsArePlannedAsLongAsNobodyElseHas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kind, other := aType(t, db, "Råd"), aType(t, db, "Andra")
		form := []meetings.NewMeeting{{ID: store.NewID(), TypeID: kind, Content: between("2027-03-10 10.00")}, {ID: store.NewID(), TypeID: kind, Content: between("2027-09-10 10.00")},
			{ID: store.NewID(), TypeID: other, Content: between("2027-09-11 10.00")}}
		planned := func(seen map[string]int, all []meetings.NewMeeting) error {
			return db.Write(ctx, func(tx *store.Tx) error { return meetings.PlanSeen(ctx, tx, 2027, seen, all) })
		}
		none := map[string]int{}
		for range 2 { // the same form sent twice
			if err := planned(none, form); err != nil {
				t.Fatal(err)
			}
		}
		more := append(form[:2:2], meetings.NewMeeting{ID: store.NewID(), TypeID: kind, Content: between("2027-11-10 10.00")})
		if err := planned(none, more); err != nil {
			t.Errorf("one more day of the same form: %v", err)
		}
		late := []meetings.NewMeeting{{ID: store.NewID(), TypeID: kind, Content: between("2027-05-10 10.00")}, {ID: store.NewID(), TypeID: other, Content: between("2027-05-11 10.00")}}
		if err := planned(map[string]int{other: 1}, late); !errors.Is(err, meetings.ErrSavedMeanwhile) {
			t.Errorf("who has not seen what others planned gets %v", err)
		}
		write(t, db, func(tx *store.Tx) error {
			_, _, err := meetings.Cancel(ctx, tx, form[0].ID, "Ingen kan")
			return err
		})
		if err := planned(map[string]int{kind: 2, other: 1}, late); err != nil {
			t.Errorf("a cancelled meeting counts: %v", err)
		}
		if err := planned(none, []meetings.NewMeeting{{ID: store.NewID(), TypeID: kind, Content: between("2028-05-10 10.00")}}); !errors.Is(err, meetings.ErrSavedMeanwhile) {
			t.Errorf("the year is counted of, not the meeting's own: %v", err)
		}
	})
}

func TestWhatIsUsualIsWhatTheLatestMeetingHad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kind, unused := aType(t, db, "Råd"), aType(t, db, "Andra")
		earlier, latest, cancelled := between("2027-03-10 10.00"), between("2027-09-10 13.30"), between("2027-12-10 08.00")
		latest.Place, latest.IsPublic = "Biblioteket", true
		gone := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			if err := meetings.PlanMany(ctx, tx, []meetings.NewMeeting{{ID: store.NewID(), TypeID: kind, Content: latest}, {ID: store.NewID(), TypeID: kind, Content: earlier}, {ID: gone, TypeID: kind, Content: cancelled}}); err != nil {
				return err
			}
			_, _, err := meetings.Cancel(ctx, tx, gone, "Ingen kan")
			return err
		})
		if err := db.Read(ctx, func(tx *store.Tx) error {
			usual, err := meetings.Usual(ctx, tx, []string{kind, unused})
			if u := usual[kind]; len(usual) != 1 || u.Place != "Biblioteket" || !u.IsPublic || meetings.ClockText(u.Starts) != "13.30" || meetings.ClockText(u.Ends) != "15.30" {
				t.Errorf("usual is %+v", usual)
			}
			if none, err := meetings.Usual(ctx, tx, nil); err != nil || len(none) != 0 {
				t.Errorf("of no types: %v %v", none, err)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMomentsAreReadAsClocksShowThem(t *testing.T) {
	for text, want := range map[string]string{"9": "2027-03-10 09.00", "13:30": "2027-03-10 13.30", "0730": "2027-03-10 07.30"} {
		if got, err := meetings.Moment(day("2027-03-10"), text); err != nil || !got.Equal(at(want)) {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	_, err := meetings.Moment(day("2027-03-10"), "25")
	wantFault(t, err, "meetings.clock_wrong")
	_, err = meetings.Moment(day("2027-03-28"), "02.30") // summer time begins
	wantFault(t, err, "meetings.no_such_clock")
}
