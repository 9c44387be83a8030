package staffing

import (
	"context"
	"errors"
	"net/http"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// shown is what every page of the feature stands on: the plan, the day and the people.
type shown struct {
	plan       *plan.Plan // nil when there is none
	day, today calendar.Date
	mayChange  bool
	people     []Person
	setting    Setting
}

// see reads what a page stands on. More is read in the same moment of the database.
func (f *Feature) see(r *http.Request, more func(ctx context.Context, tx *store.Tx, s *shown) error) (*shown, *http.Request, error) {
	ctx := r.Context()
	s := &shown{today: calendar.Today(time.Now()), mayChange: accounts.May(ctx, accounts.ManageStaffing)}
	var err error
	if s.day, err = web.DayIn(r, s.today); err != nil {
		return nil, r, err
	}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if s.plan, err = planIn(ctx, tx); err != nil {
			return err
		}
		if s.people, err = People(ctx, tx); err != nil {
			return err
		}
		if s.setting, err = Settings(ctx, tx); err != nil || more == nil {
			return err
		}
		return more(ctx, tx, s)
	}); err != nil {
		return nil, r, err
	}
	shell := ui.ShellOf(ctx)
	shell.Example = shell.Example || s.plan != nil && s.plan.Example
	return s, r.WithContext(ui.WithShell(ctx, shell)), nil
}

// onDay lets the reader choose the day that the page is about.
func (s *shown) onDay(r *http.Request) *http.Request {
	return r.WithContext(ui.WithShell(r.Context(), ui.ShellOf(r.Context()).OnDay(r.URL, s.day, s.today)))
}

// back is where a request that has changed something comes back to: a page that says so and keeps the day.
func back(r *http.Request, path, what string) string {
	s := shown{today: calendar.Today(time.Now())}
	if day, err := web.DayIn(r, s.today); err == nil {
		s.day = day
	}
	return s.after(path, what)
}

// planIn is the plan that is worked with; nil when there is none.
func planIn(ctx context.Context, tx *store.Tx) (*plan.Plan, error) {
	p, err := plan.Find(ctx, tx, plan.Chosen(ctx))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return p, err
}

// asFault is what an error tells a person about what was typed; nil for other errors.
func asFault(err error) *i18n.Message {
	if own := store.Mendable(err); own != nil {
		return &own.Message
	}
	return nil
}

// meanwhile tells who saved while the reader was writing, and what differs in the fields, given as name and label.
func meanwhile(ctx context.Context, last audit.Entry, saved, typed *form.Form, fields ...[2]string) *ui.Meanwhile {
	m := &ui.Meanwhile{Who: last.ActorName, When: last.At.In(calendar.Stockholm()).Format("2006-01-02 15.04")}
	for _, field := range fields {
		if before, now := saved.Text(field[0]), typed.Text(field[0]); before != now {
			m.Differences = append(m.Differences, ui.Difference{Label: i18n.T(ctx, field[1]), Saved: before, Typed: now})
		}
	}
	return m
}

// refuse puts a fault beside a field, unless the field has one already.
func refuse(f *form.Form, field string, fault *i18n.Error) {
	if _, wrong := f.FaultOf(field); fault != nil && !wrong {
		f.Refuse(field, fault.Message)
	}
}
