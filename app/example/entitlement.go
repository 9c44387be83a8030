package example

import (
	"context"

	"samverk/features/entitlement"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/store"
)

// filing is what an organisation of the example has handed in about a year.
type filing struct {
	organisation string
	met, sent    string // days
	members      int
	places       []entitlement.Place
	decision     entitlement.Decision
	decided      string // a day
}

// filings show one organisation that is entitled on the example's last day, one that is to complete what it has handed in,
// and one that is not entitled.
var filings = []filing{
	{"Föräldranätverket Bergslagen", "2020-03-14", "2020-04-02", 212, []entitlement.Place{{Municipality: "1863", Members: 61, Active: true}, {Municipality: "1864", Members: 88, Active: true},
		{Municipality: "1884", Members: 40, Active: true}, {Municipality: "1885", Members: 23, Active: true}}, entitlement.Decision{Stage: entitlement.Entitled}, "2020-04-20"},
	{"Lekebergs byalag i samverkan", "2020-05-28", "2020-09-07", 34, []entitlement.Place{{Municipality: "1814", Members: 34, Active: true}},
		entitlement.Decision{Stage: entitlement.Refused, Message: "Medlemmar och verksamhet finns bara i en kommun."}, "2020-09-21"},
	{"Nora Kulturverkstad", "2020-06-10", "2020-09-14", 75, []entitlement.Place{{Municipality: "1884", Members: 52, Active: true}, {Municipality: "1880", Members: 23, Active: true}},
		entitlement.Decision{Stage: entitlement.Completion, Message: "Revisionsberättelsen saknar underskrift. Skicka den igen.", DueOn: calendar.MustDate("2020-10-12")}, "2020-09-22"},
}

// putFilings has the organisations hand in what they have, and somebody decide.
func putFilings(ctx context.Context, tx *store.Tx) error {
	towns, err := organisations.ReadMunicipalities("")
	if err != nil {
		return err
	}
	var known []string
	for _, town := range towns {
		known = append(known, town.Code)
	}
	for i := range filings {
		f := &filings[i]
		key := organisations.NameKey(f.organisation)
		found, err := organisations.Among{}.ByNameKeys(ctx, tx, []string{key})
		if err != nil {
			return err
		}
		for _, o := range found[key] {
			if err := f.put(ctx, tx, o.ID, known); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filing) put(ctx context.Context, tx *store.Tx, organisationID string, known []string) error {
	met, sent := calendar.MustDate(f.met), calendar.MustDate(f.sent)
	kept, err := entitlement.Begin(ctx, tx, organisationID, met.Year(), sent)
	if err != nil || kept.Stage != entitlement.Draft {
		return err
	}
	if err := entitlement.Save(ctx, tx, kept.ID, kept.Version, func(filled *entitlement.Filing) {
		filled.MetOn, filled.Members, filled.Places = met, &f.members, f.places
	}); err != nil {
		return err
	}
	for _, kind := range entitlement.DocumentKinds {
		if err := entitlement.Send(ctx, tx, kept.ID, kind, file.New{Name: string(kind) + ".txt", Content: []byte("Exempel: " + string(kind) + ", " + f.organisation + "\n")}); err != nil {
			return err
		}
	}
	done, err := entitlement.HandIn(ctx, tx, kept.ID, kept.Version+1, sent)
	if err != nil {
		return err
	}
	_, err = entitlement.Decide(ctx, tx, kept.ID, f.decision, done.Version, known, calendar.MustDate(f.decided))
	return err
}
