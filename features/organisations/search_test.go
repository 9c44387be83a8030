package organisations_test

import (
	"slices"
	"testing"

	"samverk/features/organisations"
	"samverk/features/organisations/madeup"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// sought are organisations that stand among some thousands, with what people type who look for them.
var sought = []struct {
	content organisations.Content
	typed   []string
}{
	{organisations.Content{Name: "Solrosen i Kumla AB", Number: "5560360793", FormerNames: []string{"Kumla Återvinning och Café"}},
		[]string{"solrosen kumla", "kumla solrosen", "solrossen", "solrsen kumla", "SOLROSEN", "556036-0793", "5560360793", "556036 0793", "16556036-0793", "556036", "kumla återvinning", "Kumla atervining café", "solr kum"}},
	{organisations.Content{Name: "Närkes simsällskap", Number: "5562265719"},
		[]string{"närkes simsällskap", "narkes simsallskap", "nerkes simsälskap", "simsällskapet närke", "närkes sim", "nrkes simsällskap", "556226", "närkes sim sällskap"}},
	{organisations.Content{Name: "Karlskoga pensionärsförening"},
		[]string{"karlskoga pensionär", "pensionarsforening karlskoga", "karlskoga pensionersförening", "Karlskåga pensionärsförening", "pensionärs förening karlskoga", "karskoga pensionärsförening"}},
	{organisations.Content{Name: "K.F.U.M. Örebro"}, []string{"kfum örebro", "kfum", "k.f.u.m. orebro", "KFUM ÖRBERO"}},
	{organisations.Content{Name: "Föreningen Ångbåten Nimrods vänner"}, []string{"ångbåten nimrod", "angbaten", "nimrods väner", "föreningen ångbåten", "vänner nimrods ångbåten", "ångbotten nimrod"}},
	{organisations.Content{Name: "Lindesbergs ryttarsällskap"}, []string{"lindesberg ryttar", "lindesbergs rytarsällskap", "lindesbergs ryttarsällskapet", "linesbergs ryttarsällskap"}},
	{organisations.Content{Name: "Café Äpplet och trädgården"}, []string{"cafe applet", "äplet", "café äpplets trädgård", "kafe äpplet"}},
	{organisations.Content{Name: "Hällefors kvinnojour"}, []string{"hällefors kvinojour", "kvinnojour", "kvinnojouren hällefors", "hellefors kvinnojour"}},
	{organisations.Content{Name: "Ö"}, []string{"ö"}},
	{organisations.Content{Name: "Askersunds IF"}, []string{"askersunds if", "if askersund", "askersnud if"}},
	{organisations.Content{Name: "Rött och blått, musikteater"}, []string{"rött och blått", "rott o blatt", "röt blått musikteater", "blått rött musik", "musikteatern rött blått nora"}},
}

func TestASearchForgives(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		register := madeup.Register(4000)
		wanted := 0
		for i, s := range sought {
			register = slices.Insert(register, 300*i+100, s.content)
			wanted += len(s.typed)
		}
		if wanted < 40 {
			t.Fatalf("only %d searches", wanted)
		}
		write(t, db, func(tx *store.Tx) error { _, err := organisations.AddMany(ctx, tx, register); return err })
		write(t, db, func(tx *store.Tx) error {
			for _, s := range sought {
				for _, typed := range s.typed {
					found, err := organisations.Search(ctx, tx, organisations.Filter{Words: typed, Limit: 5})
					if err != nil {
						return err
					}
					if !slices.ContainsFunc(found, func(o organisations.Organisation) bool { return o.Name == s.content.Name }) {
						t.Errorf("%q does not find %s but %q", typed, s.content.Name, names(organisations.Page{Organisations: found}))
					}
				}
			}
			return nil
		})
	})
}

func TestASearchFindsOnlyWhatTheFilterChooses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open := add(t, db, organisations.Content{Name: "Solrosen i Kumla", Seat: "1881", Form: "61", IsPublic: true})
		add(t, db, organisations.Content{Name: "Solrosen i Nora", Seat: "1884", Form: "51"})
		ended := add(t, db, organisations.Content{Name: "Solrosen i Laxå", Seat: "1860", IsPublic: true})
		write(t, db, func(tx *store.Tx) error {
			role := organisations.Role{ID: store.NewID(), OrganisationID: open, Kind: organisations.Partner, From: day("2019-01-01")}
			if err := organisations.AddRole(ctx, tx, role); err != nil {
				return err
			}
			return organisations.End(ctx, tx, ended, day("2020-01-01"), "Upplöst")
		})
		for _, c := range []struct {
			filter organisations.Filter
			want   int
		}{
			{organisations.Filter{}, 2}, {organisations.Filter{WithEnded: true}, 3}, {organisations.Filter{OnlyPublic: true, WithEnded: true}, 1},
			{organisations.Filter{Municipality: "1884"}, 1}, {organisations.Filter{Form: "61"}, 1},
			{organisations.Filter{Role: organisations.Partner, Day: day("2020-01-01")}, 1}, {organisations.Filter{Role: organisations.Partner, Day: day("2018-01-01")}, 0},
		} {
			for _, words := range []string{"solrosen", "solrossen"} {
				c.filter.Words = words
				write(t, db, func(tx *store.Tx) error {
					found, err := organisations.Search(ctx, tx, c.filter)
					if len(found) != c.want {
						t.Errorf("%+v finds %d", c.filter, len(found))
					}
					return err
				})
			}
		}
	})
}

func TestASearchFollowsChangesOfNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := add(t, db, organisations.Content{Name: "Solrosen", Number: "5560360793"})
		add(t, db, organisations.Content{Name: "Tistlarna"})
		finds := func(words string) (n int) {
			write(t, db, func(tx *store.Tx) error {
				found, err := organisations.Search(ctx, tx, organisations.Filter{Words: words})
				n = len(found)
				return err
			})
			return n
		}
		if finds("solrosen") != 1 || finds("5560") != 1 || finds("") != 0 || finds("'%\"") != 0 {
			t.Error("it is not found as it was written")
		}
		write(t, db, func(tx *store.Tx) error {
			return organisations.Change(ctx, tx, id, organisations.Content{Name: "Vallmon", FormerNames: []string{"Solrosen"}}, 1)
		})
		if finds("vallmon") != 1 || finds("solrosen") != 1 || finds("5560") != 0 {
			t.Error("it is not found by its new name, or no more by its former one")
		}
		write(t, db, func(tx *store.Tx) error {
			return organisations.Change(ctx, tx, id, organisations.Content{Name: "Vallmon"}, 2)
		})
		if finds("solrosen") != 0 || finds("solrossen") != 0 || finds("vallmon") != 1 {
			t.Error("it is found by a name that it does not have")
		}
	})
}
