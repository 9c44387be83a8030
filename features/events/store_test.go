package events_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/events"
	"samverk/features/evidence"
	"samverk/features/organisations"
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

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// office is a feature whose mails are kept instead of sent.
type office struct {
	*events.Feature
	mutex   sync.Mutex
	letters []events.Letter
}

func newOffice(db *store.DB) *office {
	o := &office{}
	o.Feature = &events.Feature{DB: db, BaseURL: "https://samverk.exempel.se", Words: i18n.NewCatalogue(store.Messages(), events.Messages(), organisations.Messages(), evidence.Messages(), plan.Messages(), accounts.Messages()),
		Post: func(_ context.Context, _ *store.Tx, l events.Letter) error {
			o.mutex.Lock()
			defer o.mutex.Unlock()
			if l.Once == "" || !slices.ContainsFunc(o.letters, func(other events.Letter) bool { return other.Once == l.Once }) {
				o.letters = append(o.letters, l)
			}
			return nil
		}}
	return o
}

// lettersTo are the subjects of the mails to an address, without the event's title.
func (o *office) lettersTo(email string) (subjects []string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for _, l := range o.letters {
		if l.To == email {
			subject, _, _ := strings.Cut(l.Subject, ":")
			subjects = append(subjects, subject)
		}
	}
	return subjects
}

// begins is a moment some days from now.
func begins(days int) time.Time { return time.Now().AddDate(0, 0, days).Truncate(time.Minute) }

func content(places, days int) events.Content {
	return events.Content{Kind: events.TenderSchool, Title: "Anbudsskola", Starts: begins(days), Ends: begins(days).Add(3 * time.Hour), Place: "Kumla", Contact: "kontakt@exempel.se", Places: places}
}

// published gives the key of a published event.
func (o *office) published(t testing.TB, db *store.DB, c events.Content) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		if err := events.Add(ctx, tx, id, c, nil); err != nil {
			return err
		}
		return o.Publish(ctx, tx, id)
	})
	return id
}

func person(event, name string) events.Registration {
	return events.Registration{ID: store.NewID(), EventID: event, Name: name, Email: strings.ToLower(name) + "@exempel.se", Organisation: name + "s förening"}
}

func (o *office) register(db *store.DB, r events.Registration) (entered events.Registration, err error) {
	return entered, db.Write(ctx, func(tx *store.Tx) (err error) {
		entered, err = o.Register(ctx, tx, r, time.Now())
		return err
	})
}

// standings are everybody's by name.
func standings(t testing.TB, db *store.DB, event string) map[string]events.Standing {
	t.Helper()
	by := map[string]events.Standing{}
	write(t, db, func(tx *store.Tx) error {
		all, err := events.Registrations(ctx, tx, event)
		for _, r := range all {
			by[r.Name] = r.State
		}
		return err
	})
	return by
}

func TestAFreePlaceGoesToWhoHasWaitedLongest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(2, 7))
		registered := map[string]events.Registration{}
		for _, name := range []string{"Alva", "Bo", "Cilla", "Dag"} {
			r, err := o.register(db, person(id, name))
			if err != nil {
				t.Fatal(err)
			}
			registered[name] = r
		}
		write(t, db, func(tx *store.Tx) error { return o.WithdrawRegistration(ctx, tx, id, registered["Alva"].ID, false) })
		write(t, db, func(tx *store.Tx) error { return o.WithdrawRegistration(ctx, tx, id, registered["Alva"].ID, false) })
		want := map[string]events.Standing{"Alva": events.Withdrew, "Bo": events.Placed, "Cilla": events.Placed, "Dag": events.Waiting}
		if got := standings(t, db, id); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", got, want)
		}
		for email, subjects := range map[string][]string{"alva@exempel.se": {"Du är anmäld", "Du är avbokad"}, "bo@exempel.se": {"Du är anmäld"},
			"cilla@exempel.se": {"Du står i kö", "Du har fått en plats"}, "dag@exempel.se": {"Du står i kö"}} {
			if got := o.lettersTo(email); !slices.Equal(got, subjects) {
				t.Errorf("%s got %q, want %q", email, got, subjects)
			}
		}
		// Whoever registers anew comes last in line, and an officer who raises the number of places lets in those who wait.
		if _, err := o.register(db, person(id, "Alva")); err != nil {
			t.Fatal(err)
		}
		more := content(3, 7)
		write(t, db, func(tx *store.Tx) error {
			e, err := events.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			return o.Change(ctx, tx, id, more, nil, e.Version)
		})
		if got := standings(t, db, id); got["Dag"] != events.Placed || got["Alva"] != events.Waiting {
			t.Errorf("after another place: %v", got)
		}
		err := db.Write(ctx, func(tx *store.Tx) error {
			e, err := events.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			return o.Change(ctx, tx, id, content(1, 7), nil, e.Version)
		})
		if err == nil {
			t.Error("fewer places than are taken")
		}
	})
}

// Fifty at once for ten places: exactly ten get one, and they are those who came first.
func TestFiftyAtOnceForTenPlaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(10, 7))
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				if _, err := o.register(db, person(id, fmt.Sprintf("Deltagare%d", i))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		write(t, db, func(tx *store.Tx) error {
			list, err := events.Registrations(ctx, tx, id)
			if err != nil {
				return err
			}
			if len(list) != 50 {
				t.Fatalf("%d are registered", len(list))
			}
			for i, r := range list {
				if want := map[bool]events.Standing{true: events.Placed, false: events.Waiting}[i < 10]; r.State != want || r.Line != int64(i+1) {
					t.Errorf("number %d has line %d and is %s", i+1, r.Line, r.State)
				}
			}
			return nil
		})
		// All ten withdraw at once: ten others get the places, in order.
		var first []events.Registration
		write(t, db, func(tx *store.Tx) (err error) {
			first, err = events.Registrations(ctx, tx, id)
			return err
		})
		for _, r := range first[:10] {
			all.Go(func() {
				if err := db.Write(ctx, func(tx *store.Tx) error { return o.WithdrawRegistration(ctx, tx, id, r.ID, false) }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		write(t, db, func(tx *store.Tx) error {
			list, err := events.Registrations(ctx, tx, id)
			for i, r := range list {
				want := events.Waiting
				if i < 10 {
					want = events.Withdrew
				} else if i < 20 {
					want = events.Placed
				}
				if r.State != want {
					t.Errorf("number %d is %s, want %s", i+1, r.State, want)
				}
			}
			return err
		})
	})
}

// Whatever people and officers do, there are never more with a place than there are places, nobody waits while a place is
// free, and nobody who came earlier waits while somebody who came later was given a place meanwhile.
func TestThereAreNeverMoreThanThePlaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		rounds := 0
		rapid.Check(t, func(rt *rapid.T) {
			if rounds++; rounds > 6 { // each is dozens of transactions
				return
			}
			places := rapid.IntRange(1, 4).Draw(rt, "places")
			id := o.published(t, db, content(places, 7))
			for i := range rapid.IntRange(5, 30).Draw(rt, "steps") {
				var list []events.Registration
				write(t, db, func(tx *store.Tx) (err error) {
					list, err = events.Registrations(ctx, tx, id)
					return err
				})
				act := rapid.IntRange(0, 5).Draw(rt, "act")
				err := db.Write(ctx, func(tx *store.Tx) error {
					switch {
					case act <= 1 || len(list) == 0:
						_, err := o.Register(ctx, tx, person(id, fmt.Sprintf("P%d", i)), time.Now())
						return err
					case act == 2:
						return o.WithdrawRegistration(ctx, tx, id, rapid.SampledFrom(list).Draw(rt, "who").ID, true)
					case act == 5:
						e, err := events.Find(ctx, tx, id)
						if err != nil {
							return err
						}
						return o.Change(ctx, tx, id, content(rapid.IntRange(1, 6).Draw(rt, "new places"), 7), nil, e.Version)
					}
					return o.Move(ctx, tx, id, rapid.SampledFrom(list).Draw(rt, "who").ID, act == 3)
				})
				var own *i18n.Error
				if err != nil && !errors.As(err, &own) {
					rt.Fatal(err)
				}
				soundLine(rt, t, db, id)
			}
		})
	})
}

func soundLine(rt *rapid.T, t *testing.T, db *store.DB, id string) {
	write(t, db, func(tx *store.Tx) error {
		e, err := events.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		list, err := events.Registrations(ctx, tx, id)
		placed, waiting := 0, 0
		for _, r := range list {
			switch r.State {
			case events.Placed:
				placed++
			case events.Waiting:
				waiting++
			}
		}
		if placed > e.Places || waiting > 0 && placed < e.Places {
			rt.Fatalf("%d have a place and %d wait, of %d places", placed, waiting, e.Places)
		}
		return err
	})
}

func TestTheSameFormIsOneRegistrationAndTheSameAddressIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		r := person(id, "Alva")
		first, err := o.register(db, r)
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.register(db, r)
		if err != nil || second.Token != first.Token {
			t.Errorf("the same form leads to another registration: %v", err)
		}
		r.ID, r.Email = store.NewID(), " ALVA@exempel.se "
		if _, err := o.register(db, r); err == nil {
			t.Error("the same address is registered twice")
		}
		if got := standings(t, db, id); len(got) != 1 {
			t.Errorf("%v", got)
		}
		if got := o.lettersTo("alva@exempel.se"); len(got) != 1 {
			t.Errorf("%q", got)
		}
	})
}

func TestNobodyRegistersTooEarlyOrTooLate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		c := content(0, 7)
		c.Opens, c.Closes = begins(1), begins(2)
		id := o.published(t, db, c)
		for name, days := range map[string]int{"Alva": 0, "Bo": 3} {
			if err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := o.Register(ctx, tx, person(id, name), begins(days))
				return err
			}); err == nil {
				t.Errorf("%s registers when nobody can", name)
			}
		}
		write(t, db, func(tx *store.Tx) error {
			_, err := o.Register(ctx, tx, person(id, "Cilla"), begins(1).Add(time.Minute))
			return err
		})
		write(t, db, func(tx *store.Tx) error { // an officer may
			_, err := o.RegisterFor(ctx, tx, person(id, "Dag"), begins(0))
			return err
		})
		draft := store.NewID()
		write(t, db, func(tx *store.Tx) error { return events.Add(ctx, tx, draft, content(0, 7), nil) })
		if _, err := o.register(db, person(draft, "Alva")); err == nil {
			t.Error("a draft takes registrations")
		}
	})
}

func TestOneAddressCannotBeFlooded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		refused := 0
		for range 12 {
			if _, err := o.register(db, person(o.published(t, db, content(0, 7)), "Alva")); err != nil {
				refused++
			}
		}
		if refused != 2 {
			t.Errorf("%d of 12 are refused, want 2", refused)
		}
	})
}

// tenderPlan gives an indicator that counts two seminars a year, and one that counts nothing by itself.
func tenderPlan(t testing.TB, db *store.DB) (counting, other string) {
	t.Helper()
	year := calendar.Today(time.Now()).Year()
	period := calendar.Span{From: calendar.Year(year - 1).From, To: calendar.Year(year + 1).To}
	window := calendar.QuarterSpan{From: calendar.QuarterOf(period.From), To: calendar.QuarterOf(period.To)}
	rule := plan.Rule{Kind: plan.CountPerPeriod, Period: plan.PerYear, From: period.From, To: period.To, Comparator: plan.AtLeast, Target: 2, Partial: plan.PartialFull,
		Evidence: []plan.EvidenceKind{plan.Seminar}}
	draft := plan.Draft{Title: "Plan", Period: period, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Mål", Activities: []plan.DraftActivity{{Number: 1, Label: "1", Title: "Aktivitet",
		Priority: plan.High, Recurrence: plan.Once, Window: window, Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: "Två anbudsskolor per år", Rule: rule},
			{Number: 2, Label: "2", Text: "Något annat", Rule: plan.Rule{Kind: plan.Judgement, From: period.From, To: period.To}}}}}}}}
	write(t, db, func(tx *store.Tx) error {
		p, err := plan.Accept(ctx, tx, draft, nil, false)
		if err == nil {
			counting, other = p.Indicators()[0].ID, p.Indicators()[1].ID
		}
		return err
	})
	return counting, other
}

// records are those that count towards an indicator now, by their titles.
func records(t testing.TB, db *store.DB, indicator string) (titles []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		all, err := evidence.ListByIndicator(ctx, tx, indicator, evidence.Cursor{}, 10)
		for _, r := range all {
			if !r.IsVoided() && !r.Link.Excluded {
				titles = append(titles, r.Title)
			}
		}
		if err != nil {
			return err
		}
		return evidence.CheckTallies(ctx, tx)
	})
	return titles
}

func find(t testing.TB, db *store.DB, id string) (e events.Event) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		e, err = events.Find(ctx, tx, id)
		return err
	})
	return e
}

func recordOf(t testing.TB, db *store.DB, id string) (r evidence.Record) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		r, err = evidence.Find(ctx, tx, id)
		return err
	})
	return r
}

func TestAHeldEventIsEvidenceThatFollowsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		counting, other := tenderPlan(t, db)
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		alva, err := o.register(db, person(id, "Alva"))
		if err != nil {
			t.Fatal(err)
		}
		bo, err := o.register(db, person(id, "Bo"))
		if err != nil {
			t.Fatal(err)
		}
		today := calendar.Today(time.Now())
		if err := db.Write(ctx, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today.AddDays(1), 2, time.Now()) }); err == nil {
			t.Error("an event is held tomorrow")
		}
		write(t, db, func(tx *store.Tx) error { return o.Tick(ctx, tx, id, []string{alva.ID}, nil) })
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today, 3, time.Now()) })
		}
		if got := records(t, db, counting); len(got) != 1 {
			t.Fatalf("the indicator counts %q", got)
		}
		first := find(t, db, id).RecordID
		r := recordOf(t, db, first)
		if r.Kind != plan.Seminar || *r.HeadCount != 3 || !slices.Equal(r.Organisations, []string{"Alvas förening"}) || r.Day != today {
			t.Errorf("the record says %+v", r.Content)
		}
		// Somebody else writes in the record; what the event corrects leaves it there.
		write(t, db, func(tx *store.Tx) error {
			c := r.Content
			c.DiaryNumber = "2026/17"
			last, err := audit.Last(ctx, tx, "record", first)
			if err != nil {
				return err
			}
			return evidence.Correct(ctx, tx, first, c, last.ID, today)
		})
		write(t, db, func(tx *store.Tx) error { return o.Tick(ctx, tx, id, []string{bo.ID}, nil) })
		write(t, db, func(tx *store.Tx) error {
			_, err := o.RegisterFor(ctx, tx, events.Registration{ID: store.NewID(), EventID: id, Name: "Cilla", Organisation: "Cillas ateljé", AtDoor: true}, time.Now())
			return err
		})
		renamed := content(0, 7)
		renamed.Title, renamed.Kind = "Konferens om upphandling", events.Conference
		seen := find(t, db, id).Version
		write(t, db, func(tx *store.Tx) error { return o.Change(ctx, tx, id, renamed, nil, seen) })
		r = recordOf(t, db, first)
		if r.Kind != plan.Conference || r.Title != renamed.Title || *r.HeadCount != 5 || len(r.Organisations) != 3 || r.DiaryNumber != "2026/17" {
			t.Errorf("the corrected record says %+v", r.Content)
		}
		if got := records(t, db, counting); len(got) != 0 {
			t.Errorf("a conference counts as a seminar: %q", got)
		}
		// Other indicators: a new record takes the place of the first.
		renamed.Indicators = []string{other}
		seen = find(t, db, id).Version
		write(t, db, func(tx *store.Tx) error { return o.Change(ctx, tx, id, renamed, nil, seen) })
		second := find(t, db, id).RecordID
		old, now := recordOf(t, db, first), recordOf(t, db, second)
		if second == first || !old.IsVoided() || now.IsVoided() || len(records(t, db, other)) != 1 {
			t.Error("the record does not count towards what was chosen")
		}
		write(t, db, func(tx *store.Tx) error { return o.Reopen(ctx, tx, id, "Fel dag") })
		now = recordOf(t, db, second)
		if e := find(t, db, id); !now.IsVoided() || e.State != events.Published || e.RecordID != "" || len(records(t, db, other)) != 0 {
			t.Errorf("reopened: %s, %q", e.State, e.RecordID)
		}
		write(t, db, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today, 4, time.Now()) })
		third := find(t, db, id).RecordID
		write(t, db, func(tx *store.Tx) error { return evidence.Void(ctx, tx, third, "Dubbel") }) // by hand
		write(t, db, func(tx *store.Tx) error { return o.Cancel(ctx, tx, id, "Hölls aldrig") })
		if e := find(t, db, id); e.State != events.Cancelled || e.RecordID != "" {
			t.Errorf("cancelled: %s, %q", e.State, e.RecordID)
		}
		for _, email := range []string{"alva@exempel.se", "bo@exempel.se"} {
			if got := o.lettersTo(email); slices.Contains(got, "Inställt") {
				t.Errorf("%s is told that what was held is cancelled", email)
			}
		}
	})
}

func TestCancellingTellsEverybodyOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(1, 7))
		var gone events.Registration
		for _, name := range []string{"Alva", "Bo", "Cilla"} {
			r, err := o.register(db, person(id, name))
			if err != nil {
				t.Fatal(err)
			}
			gone = r
		}
		write(t, db, func(tx *store.Tx) error { return o.WithdrawRegistration(ctx, tx, id, gone.ID, false) })
		if err := db.Write(ctx, func(tx *store.Tx) error { return o.Cancel(ctx, tx, id, " ") }); err == nil {
			t.Error("cancelled without a reason")
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return o.Cancel(ctx, tx, id, "För få") })
		}
		for email, want := range map[string][]string{"alva@exempel.se": {"Du är anmäld", "Inställt"}, "bo@exempel.se": {"Du står i kö", "Inställt"}, "cilla@exempel.se": {"Du står i kö", "Du är avbokad"}} {
			if got := o.lettersTo(email); !slices.Equal(got, want) {
				t.Errorf("%s got %q, want %q", email, got, want)
			}
		}
	})
}

func TestPeopleAreMovedInLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(1, 7))
		by := map[string]events.Registration{}
		for _, name := range []string{"Alva", "Bo", "Cilla"} {
			by[name], _ = o.register(db, person(id, name))
		}
		move := func(name string, first bool) error {
			return db.Write(ctx, func(tx *store.Tx) error { return o.Move(ctx, tx, id, by[name].ID, first) })
		}
		if move("Alva", true) == nil || move("Bo", false) == nil {
			t.Error("somebody with a place is moved first in line, or somebody who waits out of a place")
		}
		if err := move("Cilla", true); err != nil {
			t.Fatal(err)
		}
		if err := move("Alva", false); err != nil {
			t.Fatal(err)
		}
		if got := standings(t, db, id); got["Cilla"] != events.Placed || got["Alva"] != events.Waiting || got["Bo"] != events.Waiting {
			t.Errorf("%v", got)
		}
		if got := o.lettersTo("alva@exempel.se"); !slices.Equal(got, []string{"Du är anmäld", "Du står nu i kö"}) {
			t.Errorf("%q", got)
		}
	})
}

func TestTheRoomIsNeverFullerThanItsPlaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(1, 7))
		if _, err := o.register(db, person(id, "Alva")); err != nil {
			t.Fatal(err)
		}
		come := func(name string) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				_, err := o.RegisterFor(ctx, tx, events.Registration{ID: store.NewID(), EventID: id, Name: name, AtDoor: true}, time.Now())
				return err
			})
		}
		if err := come("Bo"); err != nil { // Alva has not come
			t.Error(err)
		}
		if come("Cilla") == nil {
			t.Error("two are in a room for one")
		}
	})
}

func TestWhatPeopleNeedIsWeededAfterThirtyDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		r := person(id, "Alva")
		r.Needs = "Glutenfritt"
		if _, err := o.register(db, r); err != nil {
			t.Fatal(err)
		}
		needs := func() (text string) {
			write(t, db, func(tx *store.Tx) error {
				found, err := events.FindRegistration(ctx, tx, id, r.ID)
				text = found.Needs
				return err
			})
			return text
		}
		end := find(t, db, id).Ends
		for _, c := range []struct {
			days int
			want string
		}{{29, "Glutenfritt"}, {31, ""}} {
			write(t, db, func(tx *store.Tx) error { return o.Weed(ctx, tx, end.AddDate(0, 0, c.days)) })
			if got := needs(); got != c.want {
				t.Errorf("after %d days %q is kept, want %q", c.days, got, c.want)
			}
		}
	})
}

// A place that an erasure left free is filled without anybody doing anything.
func TestAnErasedRegistrationLeavesItsPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(1, 7))
		r, _ := o.register(db, person(id, "Alva"))
		if _, err := o.register(db, person(id, "Bo")); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM event_registration WHERE id = $1", r.ID)
			return err
		})
		write(t, db, func(tx *store.Tx) error { return o.Weed(ctx, tx, time.Now()) })
		if got := standings(t, db, id); got["Bo"] != events.Placed {
			t.Errorf("%v", got)
		}
	})
}

func TestAnEvaluationIsAnonymousAndAnsweredOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		var ids []string
		for _, name := range []string{"Alva", "Bo", "Cilla"} {
			r, err := o.register(db, person(id, name))
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, r.ID)
		}
		ask := func() error { return db.Write(ctx, func(tx *store.Tx) error { return o.Ask(ctx, tx, id, time.Now()) }) }
		seen := find(t, db, id).Version
		write(t, db, func(tx *store.Tx) error { return o.SetQuestions(ctx, tx, id, "Hur var det?\n* Vad var bäst?", seen) })
		if ask() == nil {
			t.Error("asked before it was held")
		}
		write(t, db, func(tx *store.Tx) error { return o.Tick(ctx, tx, id, ids[:2], nil) })
		write(t, db, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, calendar.Today(time.Now()), 2, time.Now()) })
		for range 2 {
			if err := ask(); err != nil {
				t.Fatal(err)
			}
		}
		if e := find(t, db, id); e.Asked != 2 || len(o.lettersTo("cilla@exempel.se")) != 1 {
			t.Errorf("%d were asked", e.Asked)
		}
		seen = find(t, db, id).Version
		if db.Write(ctx, func(tx *store.Tx) error { return o.SetQuestions(ctx, tx, id, "Annat?", seen) }) == nil {
			t.Error("questions are changed after they were sent")
		}
		text := o.letters[len(o.letters)-1].Text
		token := strings.Fields(text[strings.Index(text, "/evaluation/")+len("/evaluation/"):])[0]
		answer := func() error {
			return db.Write(ctx, func(tx *store.Tx) error { return events.Evaluate(ctx, tx, token, events.Answer{"q1": "5", "q9": "x"}) })
		}
		if err := answer(); err != nil {
			t.Fatal(err)
		}
		if err := answer(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a link is used twice: %v", err)
		}
		write(t, db, func(tx *store.Tx) error {
			answers, err := events.Answers(ctx, tx, id)
			if len(answers) != 1 || answers[0]["q1"] != "5" || answers[0]["q9"] != "" {
				t.Errorf("%v", answers)
			}
			var links int
			if err := tx.Get(ctx, &links, "SELECT count(*) FROM event_evaluation_link"); err != nil || links != 1 {
				t.Errorf("%d links are left, %v", links, err)
			}
			return err
		})
	})
}

// Nothing of whom a registration is about stands in the trail, which cannot be weeded.
func TestTheTrailNamesNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(1, 7))
		r := person(id, "Ottilia")
		r.Needs = "Glutenfritt"
		entered, err := o.register(db, r)
		if err != nil {
			t.Fatal(err)
		}
		entered.Name = "Ottilia Annan"
		write(t, db, func(tx *store.Tx) error { return o.ChangeRegistration(ctx, tx, entered, true) })
		write(t, db, func(tx *store.Tx) error { return o.WithdrawRegistration(ctx, tx, id, r.ID, true) })
		write(t, db, func(tx *store.Tx) error {
			var told []string
			err := tx.Select(ctx, &told, "SELECT COALESCE(before, '') || COALESCE(after, '') || reason FROM audit_entry WHERE object_kind = 'event'")
			for _, text := range told {
				for _, word := range []string{"ottilia", "glutenfritt"} {
					if strings.Contains(strings.ToLower(text), word) {
						t.Errorf("the trail says %s", text)
					}
				}
			}
			if len(told) < 5 {
				t.Errorf("the trail has only %d entries", len(told))
			}
			return err
		})
	})
}

func TestACalendarHasWhatWasPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		draft := store.NewID()
		write(t, db, func(tx *store.Tx) error { return events.Add(ctx, tx, draft, content(0, 3), nil) })
		invited := content(0, 4)
		invited.InvitedOnly = true
		closed, open, cancelled, old := o.published(t, db, invited), o.published(t, db, content(0, 5)), o.published(t, db, content(0, 6)), o.published(t, db, content(0, -400))
		before := find(t, db, cancelled).Version
		write(t, db, func(tx *store.Tx) error { return o.Cancel(ctx, tx, cancelled, "För få") })
		for onlyPublic, want := range map[bool][]string{true: {open, cancelled}, false: {closed, open, cancelled}} {
			var got []string
			write(t, db, func(tx *store.Tx) error {
				all, err := events.Calendar(ctx, tx, onlyPublic, calendar.Today(time.Now()).AddDays(-30))
				for _, e := range all {
					got = append(got, e.ID)
					if e.ID == cancelled && (e.Version <= before || e.State != events.Cancelled) {
						t.Errorf("cancelled: version %d, state %s", e.Version, e.State)
					}
				}
				return err
			})
			if !slices.Equal(got, want) {
				t.Errorf("only public %t: %q, want %q (not %s)", onlyPublic, got, want, old)
			}
		}
	})
}

func TestTheListIsPaged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for i := range 60 {
			write(t, db, func(tx *store.Tx) error { return events.Add(ctx, tx, store.NewID(), content(0, -2-i/2), nil) })
		}
		seen, after := map[string]bool{}, ""
		for {
			write(t, db, func(tx *store.Tx) error {
				page, next, err := events.Past(ctx, tx, false, time.Now(), after)
				for _, e := range page {
					if seen[e.ID] {
						t.Errorf("%s comes twice", e.ID)
					}
					seen[e.ID] = true
				}
				after = next
				return err
			})
			if after == "" {
				break
			}
		}
		if len(seen) != 60 {
			t.Errorf("%d of 60 are listed", len(seen))
		}
	})
}

func TestMoneyIsKeptAndChangedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		m := events.Money{ID: store.NewID(), EventID: id, Side: events.Cost, Title: "Lokal", Planned: 1250050}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return events.AddMoney(ctx, tx, m) })
		}
		m.Outcome, m.Version = new(int64(1300000)), 1
		write(t, db, func(tx *store.Tx) error { return events.ChangeMoney(ctx, tx, m) })
		m.Title = "Lokal och kaffe"
		if db.Write(ctx, func(tx *store.Tx) error { return events.ChangeMoney(ctx, tx, m) }) == nil {
			t.Error("another's change is written over")
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := events.MoneyOf(ctx, tx, id)
			if len(all) != 1 || *all[0].Outcome != 1300000 || all[0].Title != "Lokal" {
				t.Errorf("%+v", all)
			}
			return err
		})
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return events.RemoveMoney(ctx, tx, id, m.ID) })
		}
	})
}

func TestAPublishedEventBecomesADraftOnlyWhileNobodyHasRegistered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		write(t, db, func(tx *store.Tx) error { return o.Withdraw(ctx, tx, id) })
		write(t, db, func(tx *store.Tx) error { return o.Publish(ctx, tx, id) })
		if _, err := o.register(db, person(id, "Alva")); err != nil {
			t.Fatal(err)
		}
		if db.Write(ctx, func(tx *store.Tx) error { return o.Withdraw(ctx, tx, id) }) == nil {
			t.Error("an event that somebody has registered for is hidden")
		}
	})
}
