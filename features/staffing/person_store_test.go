package staffing_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/features/staffing"
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

func day(text string) calendar.Date { return calendar.MustDate(text) }

func write(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}

func everybody(t *testing.T, db *store.DB) (all []staffing.Person) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		all, err = staffing.People(ctx, tx)
		return err
	})
	return all
}

// actions are what the trail has about an object.
func actions(t *testing.T, db *store.DB, kind, id string) (all []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		return tx.Select(ctx, &all, "SELECT action FROM audit_entry WHERE object_kind = $1 AND object_id = $2 ORDER BY at, id", kind, id)
	})
	return all
}

func add(t *testing.T, db *store.DB, p staffing.Person, permille int) staffing.Person {
	t.Helper()
	p.ID = store.NewID()
	for range 2 { // the same form sent twice adds one person
		write(t, db, func(tx *store.Tx) error { return staffing.AddPerson(ctx, tx, p, permille) })
	}
	return p
}

func TestAPersonsTimeIsKeptWithItsHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
		absence := staffing.Absence{ID: store.NewID(), Days: calendar.Span{From: day("2019-07-01"), To: day("2019-07-31")}, Permille: 500}
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				return errors.Join(staffing.SetPercent(ctx, tx, p.ID, staffing.Percent{From: day("2020-01-01"), Permille: 500}),
					staffing.AddAbsence(ctx, tx, p.ID, absence))
			})
		}
		all := everybody(t, db)
		if len(all) != 1 {
			t.Fatalf("%d people", len(all))
		}
		for date, want := range map[string]int{"2017-12-31": 0, "2018-01-01": 1000, "2019-12-31": 1000, "2020-01-01": 500} {
			if got := all[0].PermilleOn(day(date)); got != want {
				t.Errorf("on %s: %d, want %d", date, got, want)
			}
		}
		if got := all[0].AwayOn(day("2019-07-31")); got != 500 || len(all[0].Absences) != 1 {
			t.Errorf("away %d, absences %v", got, all[0].Absences)
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				return errors.Join(staffing.RemovePercent(ctx, tx, p.ID, day("2020-01-01")), staffing.RemoveAbsence(ctx, tx, p.ID, absence.ID))
			})
		}
		left := everybody(t, db)[0]
		if len(left.Percents) != 1 || len(left.Absences) != 0 {
			t.Errorf("left: %+v", left)
		}
		if got, want := actions(t, db, "staff", p.ID), []string{"staff.added", "staff.percent_set", "staff.percent_set", "staff.absence_added",
			"staff.percent_removed", "staff.absence_removed"}; !slices.Equal(got, want) {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01"), Until: day("2021-12-31")}, 800)
		for id, fn := range map[string]func(tx *store.Tx) error{
			"staffing.people.name_missing": func(tx *store.Tx) error {
				return staffing.AddPerson(ctx, tx, staffing.Person{ID: store.NewID(), From: day("2018-01-01")}, 1000)
			},
			"staffing.people.until_before_from": func(tx *store.Tx) error {
				return staffing.AddPerson(ctx, tx, staffing.Person{ID: store.NewID(), Name: "X", From: day("2018-01-01"), Until: day("2017-01-01")}, 1000)
			},
			"staffing.people.percent_outside": func(tx *store.Tx) error {
				return staffing.SetPercent(ctx, tx, p.ID, staffing.Percent{From: day("2019-01-01"), Permille: 1001})
			},
			"staffing.people.starts_outside": func(tx *store.Tx) error {
				return staffing.SetPercent(ctx, tx, p.ID, staffing.Percent{From: day("2022-01-01"), Permille: 500})
			},
			"staffing.people.last_percent": func(tx *store.Tx) error { return staffing.RemovePercent(ctx, tx, p.ID, day("2018-01-01")) },
			"staffing.people.away_turned": func(tx *store.Tx) error {
				return staffing.AddAbsence(ctx, tx, p.ID, staffing.Absence{ID: store.NewID(), Days: calendar.Span{From: day("2019-02-01"), To: day("2019-01-01")}, Permille: 1000})
			},
			"staffing.people.unknown": func(tx *store.Tx) error {
				return staffing.SetPercent(ctx, tx, "borta", staffing.Percent{From: day("2019-01-01"), Permille: 1000})
			},
			"staffing.capacity.hours_outside": func(tx *store.Tx) error {
				return staffing.SaveSettings(ctx, tx, staffing.Setting{Reserved: 400}, nil, 0)
			},
		} {
			wantFault(t, db.Write(ctx, fn), id)
		}
	})
}

func TestTheLaterOfTwoFormsIsWarned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		mine, other := p, p
		mine.Role, other.Role = "Strateg", "Handläggare"
		change := func(p staffing.Person) error {
			return db.Write(ctx, func(tx *store.Tx) error { return staffing.ChangePerson(ctx, tx, p, 1) })
		}
		if err := errors.Join(change(other), change(other)); err != nil {
			t.Fatal(err)
		}
		if err := change(mine); !errors.Is(err, staffing.ErrSavedMeanwhile) {
			t.Errorf("got %v", err)
		}
		setting := staffing.Setting{TenthsADay: 78, Reserved: 300}
		save := func(s staffing.Setting) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				return staffing.SaveSettings(ctx, tx, s, staffing.Standard{plan.Meeting: 65}, 0)
			})
		}
		if err := errors.Join(save(setting), save(setting)); err != nil {
			t.Fatal(err)
		}
		setting.Reserved = 200
		if err := save(setting); !errors.Is(err, staffing.ErrSavedMeanwhile) {
			t.Errorf("got %v", err)
		}
		write(t, db, func(tx *store.Tx) error {
			now, err := staffing.Settings(ctx, tx)
			if err != nil || now != (staffing.Setting{TenthsADay: 78, Reserved: 300, Version: 1}) {
				t.Errorf("settings are %+v, %v", now, err)
			}
			standard, err := staffing.StandardHours(ctx, tx)
			if standard[plan.Meeting] != 65 || standard[plan.Seminar] != 240 {
				t.Errorf("standard hours are %v", standard)
			}
			return err
		})
		if got := actions(t, db, "staffing", "capacity"); len(got) != 1 {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestWhoHasAnAccountIsCalledAsTheAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var account accounts.Account
		write(t, db, func(tx *store.Tx) (err error) {
			account, err = accounts.Add(ctx, tx, "Alva Prov", "alva@exempel.se", accounts.Officer)
			return err
		})
		add(t, db, staffing.Person{Name: "Smeknamn", AccountID: account.ID, From: day("2018-01-01")}, 1000)
		if got := everybody(t, db)[0]; got.Name != "Alva Prov" || got.AccountID != account.ID {
			t.Errorf("got %+v", got)
		}
	})
}
