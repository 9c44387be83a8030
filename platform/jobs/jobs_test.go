package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "greet" }

var rules = jobs.Rules{Longest: 10 * time.Second, Tries: 3, Wait: func(int) time.Duration { return time.Second }}

// done counts what was done, by name.
type done struct {
	mu sync.Mutex
	by map[string]int
}

func (d *done) add(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.by == nil {
		d.by = map[string]int{}
	}
	d.by[name]++
}

func (d *done) times(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.by[name]
}

// run does the work until the test ends.
func run(t *testing.T, work *jobs.Work) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); work.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func add(t *testing.T, db *store.DB, name string, after error) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *store.Tx) error {
		if err := jobs.Add(context.Background(), tx, greet{name}, rules); err != nil {
			return err
		}
		return after
	})
	if !errors.Is(err, after) {
		t.Fatal(err)
	}
}

func TestWhatIsCommittedIsDoneAndWhatIsRolledBackIsNot(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var d done
		work := jobs.New(db)
		jobs.Do(work, rules, func(_ context.Context, args greet, _ jobs.Try) error { d.add(args.Name); return nil })
		add(t, db, "before the program runs", nil)
		add(t, db, "rolled back", errors.New("no"))
		run(t, work)
		add(t, db, "while it runs", nil)
		until(t, "both are done", func() bool { return d.times("before the program runs") == 1 && d.times("while it runs") == 1 })
		if d.times("rolled back") > 0 {
			t.Error("what was rolled back was done")
		}
	})
}

func TestWhatFailsIsTriedAgainButNotForEver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var d done
		work := jobs.New(db)
		jobs.Do(work, rules, func(_ context.Context, args greet, try jobs.Try) error {
			d.add(args.Name)
			if try.Last != (try.Number == rules.Tries) {
				t.Errorf("try %d is the last: %v", try.Number, try.Last)
			}
			switch args.Name {
			case "second time":
				if try.Number == 2 {
					return nil
				}
			case "hopeless":
				return jobs.Final(errors.New("never"))
			}
			return errors.New("not now")
		})
		run(t, work)
		for _, name := range []string{"second time", "never", "hopeless", "after"} {
			add(t, db, name, nil)
		}
		until(t, "every try is made", func() bool {
			return d.times("second time") == 2 && d.times("never") == 3 && d.times("hopeless") >= 1 && d.times("after") == 3
		})
		if d.times("hopeless") != 1 {
			t.Errorf("what cannot be done was tried %d times", d.times("hopeless"))
		}
	})
}

// Two copies of the program on one database, each with its own connections.
func TestTwoCopiesDoEverythingOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		other, err := store.Open(context.Background(), db.Address())
		if err != nil {
			t.Fatal(err)
		}
		var d done
		for _, at := range []*store.DB{db, other} {
			work := jobs.New(at)
			jobs.Do(work, rules, func(_ context.Context, args greet, _ jobs.Try) error { d.add(args.Name); return nil })
			run(t, work)
		}
		t.Cleanup(func() { other.Close() }) //nolint:errcheck // a test's database
		names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"}
		for _, name := range names {
			add(t, db, name, nil)
		}
		until(t, "everything is done", func() bool {
			for _, name := range names {
				if d.times(name) == 0 {
					return false
				}
			}
			return true
		})
		time.Sleep(2 * time.Second) // what would be done twice is done by now
		for _, name := range names {
			if d.times(name) != 1 {
				t.Errorf("%s was done %d times", name, d.times(name))
			}
		}
	})
}

func TestWorkThatComesBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		var d done
		failing := errors.New("the moon is in the way")
		work := func() *jobs.Work {
			w := jobs.New(db)
			w.At("often", jobs.Periodic{When: jobs.Every(time.Millisecond), Do: func(context.Context) error { d.add("often"); return failing }})
			w.At("seldom", jobs.Periodic{When: jobs.Every(time.Hour), Do: func(context.Context) error { d.add("seldom"); return nil }})
			return w
		}
		run(t, work())
		run(t, work()) // a second copy
		var all []jobs.Standing
		standing := func() bool {
			if err := db.Read(ctx, func(tx *store.Tx) (err error) { all, err = jobs.Standings(ctx, tx); return err }); err != nil {
				t.Fatal(err)
			}
			return len(all) == 2 && all[0].Error == failing.Error() && !all[0].EndedAt.IsZero()
		}
		until(t, "it is known how it went", standing)
		if all[0].Name != "often" || all[1].Name != "seldom" || !all[1].EndedAt.IsZero() || d.times("seldom") > 0 {
			t.Errorf("the standing is %+v", all)
		}
	})
}

func TestSchedulesKeepStockholmTime(t *testing.T) {
	at := func(text string) time.Time {
		instant, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Stockholm())
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for _, c := range []struct {
		name        string
		when        jobs.Schedule
		after, next string
	}{
		{"later the same day", jobs.Daily(3, 0), "2026-11-23 02:59", "2026-11-23 03:00"},
		{"at the time itself the next day", jobs.Daily(3, 0), "2026-11-23 03:00", "2026-11-24 03:00"},
		{"over the end of a year", jobs.Daily(3, 0), "2026-12-31 12:00", "2027-01-01 03:00"},
		{"the night when summer time begins", jobs.Daily(2, 30), "2026-03-28 12:00", "2026-03-29 03:30"},
		{"the night when it ends", jobs.Daily(3, 0), "2026-10-24 12:00", "2026-10-25 03:00"},
		{"not on a Saturday or Sunday", jobs.OnWeekdays(7, 30), "2026-11-20 08:00", "2026-11-23 07:30"},
		{"a leap day", jobs.Daily(3, 0), "2028-02-28 04:00", "2028-02-29 03:00"},
	} {
		if next := c.when(at(c.after)); !next.Equal(at(c.next)) {
			t.Errorf("%s: after %s comes %s", c.name, c.after, next)
		}
	}
}
