package app_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/entitlement"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// The pages of mandates and of the entitlement hold with nothing in them, and with words longer than any line in every text.
func TestThePagesOfRepresentativesAreSoundWithNothingAndWithTooMuch(t *testing.T) {
	for name, word := range map[string]string{"nothing": "", "too much": longWord} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			officer, berit := as(t, db, accounts.Administrator), as(t, db, accounts.Representative)
			sees := func(b *browser, addresses ...string) {
				for _, language := range []string{"sv", "en"} {
					for _, address := range addresses {
						answer := b.get(address + with(address) + "lang=" + language)
						if answer.Code != http.StatusOK {
							t.Errorf("%s answers %d", address, answer.Code)
						}
						b.seesSound(language+" "+address, answer.Body.String())
					}
				}
			}
			sees(officer, "/mandates", "/entitlement", "/entitlement?show=soon", "/entitlement/criteria")
			sees(berit, "/my/organisations")
			o, m, request, filing := represented(t, db, word)
			own, year := "/my/organisations/"+o, strconv.Itoa(calendar.Today(time.Now()).Year())
			sees(berit, "/my/organisations", "/my/mandates/"+m, "/my/mandates/"+m+"/end", own, own+"/details", own+"/request", own+"/contacts/new", own+"/mandates/new",
				own+"/entitlement", own+"/entitlement/"+year, own+"/entitlement/"+year+"/documents", own+"/entitlement/"+year+"/spread", own+"/entitlement/"+year+"/check")
			sees(officer, "/mandates", "/mandates/"+m, "/mandates/requests/"+request, "/entitlement", "/entitlement/"+filing, "/organisations/"+o, "/public/organisations/"+o,
				"/trail/mandate/"+m, "/trail/entitlement/"+filing, "/organisations/"+o+"/mandates/new")
			for _, address := range []string{own + "/details", own + "/request", own + "/contacts", own + "/mandates", own + "/entitlement/" + year + "/members", own + "/entitlement/" + year + "/meeting"} {
				b := berit
				b.seesSound("refused "+address, b.post(address, "name", word, "email", word, "web", word+" x", "members", word+"x", "met_on", word+"x", "why", "").Body.String())
			}
			for _, address := range []string{"/mandates/" + m + "/end", "/mandates/requests/" + request + "/refuse", "/entitlement/" + filing + "/refused", "/entitlement/criteria"} {
				officer.seesSound("refused "+address, officer.post(address, "seen", word, "months", word+"x").Body.String())
			}
		})
	}
}

// represented gives an organisation that the representative acts for, with a request and a filing that is to be completed.
func represented(t *testing.T, db *store.DB, word string) (organisation, mandate, request, filing string) {
	t.Helper()
	organisation, mandate, request = store.NewID(), store.NewID(), store.NewID()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov" + word})
	today, pdf := calendar.Today(time.Now()), []byte("%PDF-1.7\n")
	if err := db.Write(ctx, func(tx *store.Tx) error {
		if err := organisations.Add(ctx, tx, organisation, organisations.Content{Name: "Gruppen " + word, IsPublic: true, PublicFields: []string{"entitlement"}}); err != nil {
			return err
		}
		if _, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: mandate, OrganisationID: organisation, Email: "representative@exempel.se"}, time.Now()); err != nil {
			return err
		}
		m, err := mandates.Find(ctx, tx, mandate)
		if err != nil {
			return err
		}
		if err := mandates.Send(ctx, tx, mandate, store.NewID(), m.AccountID, file.New{Name: word + "a.pdf", Content: pdf}); err != nil {
			return err
		}
		if m, err = mandates.HandIn(ctx, tx, mandate, mandates.Jointly, m.Version); err != nil {
			return err
		}
		if _, err := mandates.Approve(ctx, tx, mandate, mandates.Term{Signs: mandates.Alone, From: today, Until: today.AddDays(30)}, m.Version); err != nil {
			return err
		}
		if err := mandates.Ask(ctx, tx, mandates.Request{ID: request, OrganisationID: organisation, AccountID: m.AccountID, Name: "Ny " + word, Why: "För " + word}); err != nil {
			return err
		}
		f, err := entitlement.Begin(ctx, tx, organisation, today.Year(), today)
		if err != nil {
			return err
		}
		filing = f.ID
		members := 12
		if err := entitlement.Save(ctx, tx, f.ID, f.Version, func(f *entitlement.Filing) {
			f.MetOn, f.Members = calendar.NewDate(today.Year(), 1, 1), &members
			f.Places = []entitlement.Place{{Municipality: "1880", Members: 12, Active: true}}
		}); err != nil {
			return err
		}
		for _, kind := range entitlement.DocumentKinds {
			if err := entitlement.Send(ctx, tx, f.ID, kind, file.New{Name: word + "a.pdf", Content: pdf}); err != nil {
				return err
			}
		}
		if f, err = entitlement.HandIn(ctx, tx, f.ID, f.Version+1, today); err != nil {
			return err
		}
		_, err = entitlement.Decide(ctx, tx, f.ID, entitlement.Decision{Stage: entitlement.Completion, Message: "Skicka " + word, DueOn: today.AddDays(7)}, f.Version, nil, today)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return organisation, mandate, request, filing
}
