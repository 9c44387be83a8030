package followup

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) today() calendar.Date { return calendar.Today(time.Now()) }

// seen is a plan on a day, as a request asks for it.
type seen struct {
	*known
	standing *standing
	reader   reader
	day      calendar.Date // asked for
}

func (s seen) addresses() addresses { return s.reader.addresses(s.plan.Key, s.standing.AsOf) }

// see finds the plan and the day that the request asks for. More is done in the same moment of the database.
func (f *Feature) see(r *http.Request, key string, more func(tx *store.Tx, s seen) error) (seen, error) {
	ctx := r.Context()
	s, kept, err := f.seeKept(r, key)
	if err != nil || kept && more == nil {
		return s, err
	}
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if s.known, err = f.memory.know(ctx, tx, key); err != nil {
			return err
		}
		if s.standing, err = s.standingOn(ctx, tx, s.day); err != nil || more == nil {
			return err
		}
		return more(tx, s)
	})
	return s, err
}

// seeKept gives the plan and the day that the request asks for from memory, when it is there and nothing has changed.
func (f *Feature) seeKept(r *http.Request, key string) (s seen, kept bool, err error) {
	ctx := r.Context()
	s.reader = reader{p: i18n.In(ctx), mayWrite: accounts.May(ctx, accounts.WriteRecords), today: f.today()}
	if s.day, err = web.DayIn(r, s.reader.today); err != nil {
		return s, false, err
	}
	at, err := audit.CurrentEdition(ctx, f.DB)
	if err != nil {
		return s, false, err
	}
	if s.known = f.memory.kept(at, key); s.known != nil {
		s.standing, kept = s.keptStanding(s.day)
	}
	return s, kept, nil
}

// shell tells what stands around the page which day it shows.
func (s seen) shell(r *http.Request) context.Context {
	shell := ui.ShellOf(r.Context()).OnDay(r.URL, s.standing.AsOf, s.reader.today)
	shell.Example = shell.Example || s.plan.Example
	return ui.WithShell(r.Context(), shell)
}

// isNoPlan tells whether an error says that there is no plan at all yet.
func isNoPlan(err error) bool {
	var own *i18n.Error
	return errors.As(err, &own) && own.ID == "plan.none_yet"
}

// showStart shows Läget to who is signed in and the public start to everybody else.
func (f *Feature) showStart(w http.ResponseWriter, r *http.Request) error {
	if f.Home != nil {
		if home := f.Home(r.Context()); home != "" {
			http.Redirect(w, r, home, http.StatusSeeOther)
			return nil
		}
	}
	if !accounts.May(r.Context(), accounts.ReadPlans) {
		return f.showPublicStart(w, r)
	}
	key := cmp.Or(r.URL.Query().Get("plan"), plan.Chosen(r.Context()))
	var also alsoThere
	s, err := f.see(r, key, func(tx *store.Tx, s seen) (err error) {
		if also, err = besides(r.Context(), tx, s.known, s.reader.mayWrite); err == nil {
			also.elsewhere, err = f.waitingElsewhere(r.Context(), tx, s.standing.AsOf, s.reader.today)
		}
		return err
	})
	if isNoPlan(err) {
		return web.Show(w, r, http.StatusOK, noPlanPage(accounts.May(r.Context(), accounts.WritePlans)))
	}
	if err != nil {
		return err
	}
	view := newLaget(s.known, s.standing, also, s.reader)
	return web.Show(w, r.WithContext(s.shell(r)), http.StatusOK, lagetPage(view))
}
