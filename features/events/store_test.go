package events_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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
