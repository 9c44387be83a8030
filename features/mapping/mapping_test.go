package mapping_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mapping"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func TestTheOutcomeFollowsFromTheMarks(t *testing.T) {
	for _, c := range []struct{ goal, results, surplus, want mapping.Answer }{
		{mapping.Yes, mapping.Yes, mapping.Yes, mapping.Yes},
		{mapping.No, mapping.Yes, mapping.Yes, mapping.No},
		{mapping.No, mapping.Unknown, mapping.Unknown, mapping.No},
		{mapping.Yes, mapping.Unknown, mapping.No, mapping.Unknown},
		{mapping.Yes, mapping.No, mapping.No, mapping.Partly},
		{mapping.Partly, mapping.Partly, mapping.Partly, mapping.Partly},
	} {
		a := mapping.Assessment{Goal: c.goal, Results: c.results, Surplus: c.surplus}
		if got := a.Outcome(); got != c.want {
			t.Errorf("%v: %s", c, got)
		}
	}
}

func TestAPublishedRoundKeepsWhatWasFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, round := store.NewID(), store.NewID()
		today := calendar.Today(time.Now())
		assess := func(answer mapping.Answer) {
			write(t, db, func(tx *store.Tx) error {
				return mapping.Assess(ctx, tx, mapping.Assessment{ID: store.NewID(), OrganisationID: id, Goal: answer, GoalEvidence: "Stadgar", Results: answer, ResultsEvidence: "Mätning",
					Surplus: answer, SurplusEvidence: "Bokslut", AssessedOn: today})
			})
		}
		write(t, db, func(tx *store.Tx) error {
			if err := organisations.Add(ctx, tx, id, organisations.Content{Name: "Solrosen"}); err != nil {
				return err
			}
			if err := mapping.Open(ctx, tx, mapping.Round{ID: round, Title: "Omgång", OpenedOn: today}); err != nil {
				return err
			}
			return mapping.Ask(ctx, tx, round, []string{id, id}, today)
		})
		assess(mapping.Yes)
		write(t, db, func(tx *store.Tx) error {
			if err := mapping.Answered(ctx, tx, round, id, today); err != nil {
				return err
			}
			return mapping.Publish(ctx, tx, round)
		})
		assess(mapping.No)
		write(t, db, func(tx *store.Tx) error {
			r, err := mapping.FindRound(ctx, tx, round)
			if err != nil {
				return err
			}
			asked, err := mapping.AskedIn(ctx, tx, &r)
			if len(asked) != 1 || asked[0].Outcome() != mapping.Yes || asked[0].AnsweredOn != today {
				t.Errorf("the round holds %+v", asked)
			}
			if history, err := mapping.Assessments(ctx, tx, id); err != nil || len(history) != 2 || history[0].Outcome() != mapping.No || history[0].AssessedBy != "Prov" {
				t.Errorf("the history is %+v, %v", history, err)
			}
			return err
		})
		if err := db.Write(ctx, func(tx *store.Tx) error { return mapping.Ask(ctx, tx, round, []string{id}, today) }); err == nil {
			t.Error("a published round is changed")
		}
	})
}

func TestEachIsRemindedOnceOfACertification(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := store.NewID()
		certified := func(from, until string) organisations.Role {
			return organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Certified, Certifier: "Provrådet", From: calendar.MustDate(from), Until: calendar.MustDate(until)}
		}
		write(t, db, func(tx *store.Tx) error {
			for role, email := range map[accounts.Role]string{accounts.Officer: "handlaggare@exempel.se", accounts.Reader: "lasare@exempel.se"} {
				if _, err := accounts.Add(ctx, tx, "Prov", email, role); err != nil {
					return err
				}
			}
			if err := organisations.Add(ctx, tx, id, organisations.Content{Name: "Solrosen"}); err != nil {
				return err
			}
			return organisations.AddRole(ctx, tx, certified("2019-01-01", "2019-12-31"))
		})
		sent := 0
		reminders := &mapping.Reminders{DB: db, Catalogue: i18n.NewCatalogue(mapping.Messages()), Site: "https://exempel.se",
			Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
				sent++
				if l.To.Email != "handlaggare@exempel.se" {
					t.Errorf("a mail to %s", l.To.Email)
				}
				return nil
			}}
		send := func(day string, want int) {
			t.Helper()
			sent = 0
			if err := reminders.Send(ctx, calendar.MustDate(day).Time().Add(12*time.Hour)); err != nil {
				t.Fatal(err)
			}
			if sent != want {
				t.Errorf("%s: %d mails, want %d", day, sent, want)
			}
		}
		send("2019-10-01", 0)
		send("2019-10-02", 1)
		send("2019-10-03", 0)
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddRole(ctx, tx, certified("2020-01-01", "2020-12-31"))
		})
		send("2019-12-30", 0)
		send("2020-10-05", 1)
	})
}

func TestWhatIsFoundOfAMergedOrganisationFollows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kept, gone, round, today := store.NewID(), store.NewID(), store.NewID(), calendar.Today(time.Now())
		merge := organisations.Merging{ID: store.NewID(), KeptID: kept, GoneID: gone, Why: "Samma", SeenKept: 1, SeenGone: 1}
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(organisations.Add(ctx, tx, kept, organisations.Content{Name: "Solrosen"}), organisations.Add(ctx, tx, gone, organisations.Content{Name: "Tistlarna"}),
				organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: gone, Kind: organisations.Certified, Certifier: "Provrådet", From: today, Until: today.AddDays(9)}),
				mapping.Open(ctx, tx, mapping.Round{ID: round, Title: "Omgång", OpenedOn: today}),
				mapping.Ask(ctx, tx, round, []string{kept, gone}, today), mapping.Answered(ctx, tx, round, gone, today),
				mapping.Assess(ctx, tx, mapping.Assessment{ID: store.NewID(), OrganisationID: gone, Goal: mapping.No, GoalEvidence: "Stadgar", Results: mapping.Unknown, Surplus: mapping.Unknown, AssessedOn: today}),
				organisations.MergeTwo(ctx, tx, merge))
		})
		holds := func(want ...string) {
			t.Helper()
			write(t, db, func(tx *store.Tx) error {
				r, err := mapping.FindRound(ctx, tx, round)
				if err != nil {
					return err
				}
				asked, err := mapping.AskedIn(ctx, tx, &r)
				if err != nil {
					return err
				}
				var got []string
				for _, one := range asked {
					got = append(got, one.Name+" "+string(one.Outcome())+" "+one.AnsweredOn.String())
				}
				if !slices.Equal(got, want) {
					t.Errorf("the round has %q, want %q", got, want)
				}
				return nil
			})
		}
		holds("Solrosen no " + today.String())
		write(t, db, func(tx *store.Tx) error { // what is done with the one that is merged is done with the one that stays
			if err := mapping.Assess(ctx, tx, mapping.Assessment{ID: store.NewID(), OrganisationID: gone, Goal: mapping.Yes, GoalEvidence: "Nya stadgar", Results: mapping.Yes,
				ResultsEvidence: "Mätning", Surplus: mapping.Yes, SurplusEvidence: "Bokslut", AssessedOn: today}); err != nil {
				return err
			}
			all, err := mapping.Assessments(ctx, tx, kept)
			if len(all) != 2 || all[0].OrganisationID != kept || all[1].OrganisationID != gone {
				t.Errorf("the history is %+v", all)
			}
			ending, wrong := mapping.EndingSoon(ctx, tx, today)
			if len(ending) != 1 || ending[0].Name != "Solrosen" || ending[0].OrganisationID != kept {
				t.Errorf("what ends soon is %+v", ending)
			}
			return errors.Join(err, wrong, mapping.Ask(ctx, tx, round, []string{gone}, today))
		})
		holds("Solrosen yes " + today.String())
		write(t, db, func(tx *store.Tx) error {
			_, err := organisations.Unmerge(ctx, tx, merge.ID, "Det var två")
			return err
		})
		holds("Solrosen yes ", "Tistlarna no "+today.String())
	})
}
