package assessments_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/assessments"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestAnApplicationIsAssessedAndLocked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := withCall(t, db, true, 2)
		anna, bo := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), withAccount(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		c.assign(t, db, anna, bo)
		c.assign(t, db, anna, bo) // the same form sent twice
		if got := callState(t, db, c.id); got != grants.InAssessment {
			t.Errorf("the call is %s", got)
		}
		for _, id := range c.applications {
			if got := stateOf(t, db, id); got != applications.UnderAssessment {
				t.Errorf("an application is %s", got)
			}
		}
		first := c.applications[0]
		for n, who := range []accounts.Account{anna, bo} {
			for _, id := range c.applications {
				c.scores(t, db, id, who, full(4-2*n))
			}
		}
		a := of(t, db, first, anna.ID)
		write(t, db, func(tx *store.Tx) error {
			_, err := assessments.Submit(as(anna), tx, a.ID, full(4), 1) // sent twice
			if err != nil {
				t.Errorf("handed in twice: %v", err)
			}
			_, err = assessments.Save(as(anna), tx, a.ID, full(0), a.Version)
			refused(t, err, assessments.ErrNotNow, "changing what is handed in")
			_, _, err = assessments.SendBack(ctx, tx, a.ID, "", a.Version)
			if err == nil {
				t.Error("it is sent back without a reason")
			}
			if _, _, err = assessments.SendBack(ctx, tx, a.ID, "Skriv mer", a.Version); err != nil {
				return err
			}
			_, _, err = assessments.SendBack(ctx, tx, a.ID, "Annat", a.Version)
			refused(t, err, assessments.ErrSavedMeanwhile, "sending back what was changed")
			_, err = assessments.Lock(ctx, tx, c.id, time.Now())
			refused(t, err, assessments.ErrNotNow, "locking with something left")
			return nil
		})
		if got := stateOf(t, db, c.applications[1]); got != applications.UnderAssessment {
			t.Errorf("one application was locked without the other: %s", got)
		}
		c.scores(t, db, first, anna, full(2))
		write(t, db, func(tx *store.Tx) error {
			for want := range []int{2, 0} {
				n, err := assessments.Lock(ctx, tx, c.id, time.Now())
				if err != nil || n != []int{2, 0}[want] {
					t.Errorf("%d are locked, %v", n, err)
				}
			}
			ranked, err := assessments.Ranking(ctx, tx, c.id)
			if err != nil || len(ranked) != 2 || ranked[0].Application.ID != c.applications[1] || ranked[0].Summary.Total != 750 || ranked[1].Summary.Total != 500 || !ranked[0].IsLocked {
				t.Errorf("ranked %+v, %v", ranked, err)
			}
			return nil
		})
		for _, id := range c.applications {
			if got := stateOf(t, db, id); got != applications.Assessed {
				t.Errorf("an application is %s", got)
			}
			if got := of(t, db, id, bo.ID).State; got != assessment.Locked {
				t.Errorf("an assessment is %s", got)
			}
		}
	})
}

// scores lets somebody declare that there is no conflict of interest, score and hand in.
func (c *call) scores(t testing.TB, db *store.DB, applicationID string, who accounts.Account, d assessments.Draft) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		a, err := assessments.DeclareFree(as(who), tx, of(t, db, applicationID, who.ID).ID)
		if err == nil {
			_, err = assessments.Submit(as(who), tx, a.ID, d, a.Version)
		}
		return err
	})
}

func TestWhoCannotBeAssigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c, without := withCall(t, db, true, 2), withCall(t, db, false, 1)
		anna, officer := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), withAccount(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		berit, reader := withAccount(t, db, "Berit Bedömare", "berit@exempel.se", accounts.Assessor), withAccount(t, db, "Rut Läsare", "rut@exempel.se", accounts.Reader)
		write(t, db, func(tx *store.Tx) error {
			if err := organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: c.organisations[0], Name: "Anna", Email: "ANNA@exempel.se", Consent: "mejl"}); err != nil {
				return err
			}
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: c.organisations[1], Name: "Berit Bedömare", Email: "berit@exempel.se"}, time.Now())
			return err
		})
		for _, test := range []struct {
			call, application int
			who               accounts.Account
			may               bool
		}{{0, 0, anna, false}, {0, 1, anna, true}, {0, 0, berit, true}, {0, 1, berit, false}, {0, 0, reader, false}, {0, 0, officer, true}, {1, 0, anna, false}} {
			in := []call{c, without}[test.call]
			err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := assessments.Assign(ctx, tx, in.id, []assessments.Pair{{ApplicationID: in.applications[test.application], AssessorID: test.who.ID}}, time.Now())
				return err
			})
			if (err == nil) != test.may {
				t.Errorf("%s, application %d of call %d: %v", test.who.Name, test.application, test.call, err)
			}
		}
		if got := stateOf(t, db, without.applications[0]); got != applications.Admissible {
			t.Errorf("an application of a programme without assessment is %s", got)
		}
		// Before the call has closed nothing is assigned.
		err := db.Write(ctx, func(tx *store.Tx) error {
			_, err := assessments.Assign(ctx, tx, withCallAt(t, tx, without), nil, time.Now().AddDate(0, 0, -10))
			return err
		})
		refused(t, err, assessments.ErrNotNow, "assigning before the closing")
	})
}

// withCallAt lets the programme of a call be assessed.
func withCallAt(t testing.TB, tx *store.Tx, c call) string {
	t.Helper()
	if _, err := tx.Exec(ctx, "UPDATE programme SET is_assessed = $1", true); err != nil {
		t.Fatal(err)
	}
	return c.id
}

func TestAConflictEndsEverything(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := withCall(t, db, true, 1)
		anna, officer := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), withAccount(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		bo := withAccount(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		c.assign(t, db, anna, bo)
		first := c.applications[0]
		c.scores(t, db, first, anna, full(4))
		write(t, db, func(tx *store.Tx) error {
			if err := assessments.Recuse(as(anna), tx, first, ""); err == nil {
				t.Error("a conflict without a reason is taken")
			}
			for range 2 {
				if err := assessments.Recuse(as(anna), tx, first, "Sitter i styrelsen"); err != nil {
					return err
				}
				if err := assessments.Recuse(as(officer), tx, first, "Granne med ordföranden"); err != nil {
					return err
				}
			}
			all, err := assessments.RecusalsOf(ctx, tx, first)
			if err != nil || len(all) != 2 {
				t.Errorf("recusals: %+v, %v", all, err)
			}
			for who, want := range map[string]bool{anna.ID: true, officer.ID: true, bo.ID: false} {
				if is, err := (assessments.Recusals{}).IsRecused(ctx, tx, who, first); err != nil || is != want {
					t.Errorf("recused is %v, %v", is, err)
				}
			}
			ranked, err := assessments.Ranking(ctx, tx, c.id)
			if err != nil || len(ranked) != 0 {
				t.Errorf("somebody with a conflict counts: %+v, %v", ranked, err)
			}
			return nil
		})
		a := of(t, db, first, anna.ID)
		if a.State != assessment.Recused || a.ReadsAll() {
			t.Errorf("the assessment is %s", a.State)
		}
		b := of(t, db, first, bo.ID)
		for name, act := range map[string]func(tx *store.Tx) error{
			"declaring oneself free": func(tx *store.Tx) error { _, err := assessments.DeclareFree(as(anna), tx, a.ID); return err },
			"scoring": func(tx *store.Tx) error {
				_, err := assessments.Save(as(anna), tx, a.ID, full(1), a.Version)
				return err
			},
			"handing in": func(tx *store.Tx) error {
				_, err := assessments.Submit(as(anna), tx, a.ID, full(1), a.Version)
				return err
			},
			"sending back": func(tx *store.Tx) error {
				_, _, err := assessments.SendBack(as(officer), tx, b.ID, "Mer", b.Version)
				return err
			},
			"taking away": func(tx *store.Tx) error {
				_, err := assessments.End(as(officer), tx, b.ID, "Mer", b.Version)
				return err
			},
			"locking": func(tx *store.Tx) error { _, err := assessments.Lock(as(officer), tx, c.id, time.Now()); return err },
			"assigning": func(tx *store.Tx) error {
				_, err := assessments.Assign(as(officer), tx, c.id, []assessments.Pair{{ApplicationID: first, AssessorID: bo.ID}}, time.Now())
				return err
			},
		} {
			refused(t, db.Write(ctx, act), assessments.ErrRecused, name)
		}
	})
}

func TestAnAssignmentIsTakenAwayAndGivenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := withCall(t, db, true, 1)
		anna := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor)
		c.assign(t, db, anna)
		first := c.applications[0]
		id := of(t, db, first, anna.ID).ID
		half := assessments.Draft{Scores: assessment.Scores{"Behov": 3}, Comments: map[string]string{}, Overall: "Halvvägs"}
		write(t, db, func(tx *store.Tx) error {
			a, err := assessments.DeclareFree(as(anna), tx, id)
			if err != nil {
				return err
			}
			if a, err = assessments.Save(as(anna), tx, id, half, a.Version); err != nil {
				return err
			}
			_, err = assessments.Save(as(anna), tx, id, full(1), a.Version-1)
			refused(t, err, assessments.ErrSavedMeanwhile, "saving over what another window saved")
			_, err = assessments.Submit(as(anna), tx, id, half, a.Version)
			refused(t, err, assessments.ErrMissing, "handing in half")
			_, err = assessments.End(ctx, tx, id, "Sjuk", a.Version)
			return err
		})
		if err := db.Read(ctx, func(tx *store.Tx) error { _, err := assessments.Own(ctx, tx, anna.ID, id); return err }); err == nil {
			t.Error("what was taken away is still there for the assessor")
		}
		refused(t, db.Write(ctx, func(tx *store.Tx) error { _, err := assessments.Lock(ctx, tx, c.id, time.Now()); return err }), assessments.ErrNotNow, "locking what nobody has assessed")
		c.assign(t, db, anna)
		if a := of(t, db, first, anna.ID); a.ID != id || a.Overall != "Halvvägs" || a.HasEnded() || a.State != assessment.InProgress {
			t.Errorf("given back it is %+v", a)
		}
	})
}

func TestTheLastDayAndReminders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := withCall(t, db, true, 3)
		anna, bo := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), withAccount(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		c.assign(t, db, anna, bo)
		for _, id := range c.applications {
			c.scores(t, db, id, bo, full(2))
		}
		now := time.Now()
		day := calendar.Today(now).AddDays(10)
		write(t, db, func(tx *store.Tx) error {
			if err := assessments.SetDue(ctx, tx, c.id, calendar.Today(now).AddDays(-1), 0, now); err == nil {
				t.Error("a day that is past is taken")
			}
			for range 2 {
				if err := assessments.SetDue(ctx, tx, c.id, day, 0, now); err != nil {
					return err
				}
			}
			refused(t, assessments.SetDue(ctx, tx, c.id, day.AddDays(1), 0, now), assessments.ErrSavedMeanwhile, "setting the day over another's")
			list, err := assessments.Remind(ctx, tx, c.id, now)
			if err != nil || len(list) != 1 || list[0] != (assessments.Reminded{AccountID: anna.ID, Count: 3}) {
				t.Errorf("reminded %+v, %v", list, err)
			}
			if list, err = assessments.Remind(ctx, tx, c.id, now); err != nil || len(list) > 0 {
				t.Errorf("reminded once more the same day: %+v, %v", list, err)
			}
			if n, err := assessments.CountOpen(ctx, tx, anna.ID); err != nil || n != 3 {
				t.Errorf("%d are left, %v", n, err)
			}
			if list, err = assessments.Remind(ctx, tx, c.id, now.AddDate(0, 0, 1)); err != nil || len(list) != 1 {
				t.Errorf("the next day %+v, %v", list, err)
			}
			return nil
		})
	})
}

// Whatever several people do in whatever order, through the store: nobody with a conflict of interest reads, scores or
// counts; a locked assessment stays; an application is assessed only when all of its open assessments were handed in.
func TestRandomHistories(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			c := withCall(t, db, true, 2)
			var people []accounts.Account
			for range 3 {
				people = append(people, withAccount(t, db, "Bedömare", store.NewID()+"@exempel.se", accounts.Assessor))
			}
			c.assign(t, db, people...)
			recused, locked := map[assessments.Pair]bool{}, map[assessments.Pair]bool{}
			for range rapid.IntRange(4, 14).Draw(rt, "steps") {
				pair := assessments.Pair{ApplicationID: rapid.SampledFrom(c.applications).Draw(rt, "application"), AssessorID: rapid.SampledFrom(people).Draw(rt, "person").ID}
				a := of(t, db, pair.ApplicationID, pair.AssessorID)
				own := as(accounts.Account{ID: pair.AssessorID, Name: "Bedömare"})
				act := rapid.SampledFrom([]string{"free", "free", "save", "submit", "submit", "recuse", "back", "end", "assign", "lock"}).Draw(rt, "act")
				err := db.Write(ctx, func(tx *store.Tx) (err error) {
					switch act {
					case "free":
						_, err = assessments.DeclareFree(own, tx, a.ID)
					case "save":
						_, err = assessments.Save(own, tx, a.ID, full(rapid.IntRange(0, 4).Draw(rt, "step")), a.Version)
					case "submit":
						_, err = assessments.Submit(own, tx, a.ID, full(rapid.IntRange(0, 4).Draw(rt, "step")), a.Version)
					case "recuse":
						err = assessments.Recuse(own, tx, pair.ApplicationID, "Släkt")
					case "back":
						_, _, err = assessments.SendBack(ctx, tx, a.ID, "Mer", a.Version)
					case "end":
						_, err = assessments.End(ctx, tx, a.ID, "Sjuk", a.Version)
					case "assign":
						_, err = assessments.Assign(ctx, tx, c.id, []assessments.Pair{pair}, time.Now())
					case "lock":
						_, err = assessments.Lock(ctx, tx, c.id, time.Now())
					}
					return err
				})
				if err == nil && act == "recuse" {
					recused[pair] = true
				}
				c.holds(t, rt, db, recused, locked)
			}
		})
	})
}

// holds sees that what must always hold does.
func (c *call) holds(t *testing.T, rt *rapid.T, db *store.DB, recused, locked map[assessments.Pair]bool) {
	t.Helper()
	for _, id := range c.applications {
		var all []assessments.Assessment
		if err := db.Read(ctx, func(tx *store.Tx) (err error) {
			all, err = assessments.OfApplication(ctx, tx, id)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		counting := 0
		for i := range all {
			a := &all[i]
			pair := assessments.Pair{ApplicationID: id, AssessorID: a.AssessorID}
			if recused[pair] && !locked[pair] && (a.ReadsAll() || a.MayScore() || a.Counts()) {
				rt.Fatalf("somebody with a conflict is %s", a.State)
			}
			if locked[pair] && a.State != assessment.Locked {
				rt.Fatalf("a locked assessment is %s", a.State)
			}
			locked[pair] = locked[pair] || a.State == assessment.Locked
			if a.Counts() {
				counting++
			}
			if stateOf(t, db, id) == applications.Assessed && a.IsOpen() {
				rt.Fatal("an application is assessed with something left to do")
			}
		}
		if stateOf(t, db, id) == applications.Assessed && counting == 0 {
			rt.Fatal("an application is assessed that nobody has assessed")
		}
	}
}

// Two officers who assign at once make each assignment once, and when somebody hands in while another locks, nothing is
// locked with something left or left out.
func TestSeveralAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := withCall(t, db, true, 2)
		anna, bo := withAccount(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), withAccount(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		made := make(chan int, 4)
		var pairs []assessments.Pair
		for _, id := range c.applications {
			pairs = append(pairs, assessments.Pair{ApplicationID: id, AssessorID: anna.ID}, assessments.Pair{ApplicationID: id, AssessorID: bo.ID})
		}
		for range cap(made) {
			go func() {
				n := 0
				err := db.Write(ctx, func(tx *store.Tx) error {
					all, err := assessments.Assign(ctx, tx, c.id, pairs, time.Now())
					n = len(all)
					return err
				})
				if err != nil {
					t.Error(err)
				}
				made <- n
			}()
		}
		sum := 0
		for range cap(made) {
			sum += <-made
		}
		if sum != len(pairs) {
			t.Errorf("%d assignments were made, want %d", sum, len(pairs))
		}
		for _, id := range c.applications {
			c.scores(t, db, id, anna, full(4))
		}
		c.scores(t, db, c.applications[0], bo, full(2))
		last := of(t, db, c.applications[1], bo.ID)
		write(t, db, func(tx *store.Tx) error {
			_, err := assessments.DeclareFree(as(bo), tx, last.ID)
			return err
		})
		last = of(t, db, c.applications[1], bo.ID)
		done := make(chan error, 2)
		go func() {
			done <- db.Write(ctx, func(tx *store.Tx) error {
				_, err := assessments.Submit(as(bo), tx, last.ID, full(2), last.Version)
				return err
			})
		}()
		locked := 0
		go func() {
			done <- db.Write(ctx, func(tx *store.Tx) (err error) {
				locked, err = assessments.Lock(ctx, tx, c.id, time.Now())
				if errors.Is(err, assessments.ErrNotNow) {
					err = nil
				}
				return err
			})
		}()
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		want := map[int]assessment.State{0: assessment.Submitted, 2: assessment.Locked}[locked]
		if got := of(t, db, c.applications[1], bo.ID).State; got != want {
			t.Errorf("%d were locked, and the one handed in meanwhile is %s", locked, got)
		}
	})
}
