package events_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/events"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

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
