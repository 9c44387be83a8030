package outbox

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// outboxView is the page of what is sent and what the program does by itself.
type outboxView struct {
	State    State
	Mails    []Mail
	Further  bool   // it is not the first page
	Next     string // the place of the next page
	Counts   map[State]int
	Periodic []work
	Unset    bool   // there is no server
	Done     string // what has just been done, as the end of a message's key; empty for nothing
	Fault    *i18n.Message
}

// work is periodic work with its name in words.
type work struct {
	jobs.Standing
	Words string
}

var dones = map[string]bool{"retried": true, "cancelled": true}

// showOutbox shows mails in one state, and how it is with the work that comes back. Administrators and auditors.
func (f *Feature) showOutbox(w http.ResponseWriter, r *http.Request) error {
	return f.outboxAgain(w, r, http.StatusOK, nil)
}

func (f *Feature) outboxAgain(w http.ResponseWriter, r *http.Request, status int, fault *i18n.Message) error {
	ctx, query := r.Context(), r.URL.Query()
	v := outboxView{State: State(query.Get("state")), Further: query.Get("after") != "", Unset: f.Server == nil, Fault: fault}
	if done := query.Get("done"); dones[done] {
		v.Done = done
	}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Counts, err = Counts(ctx, tx); err != nil {
			return err
		}
		if !slices.Contains(States, v.State) {
			v.State = v.mostUrgent()
		}
		if v.Mails, v.Next, err = Listed(ctx, tx, v.State, query.Get("after")); err != nil {
			return err
		}
		standings, err := jobs.Standings(ctx, tx)
		for _, standing := range standings {
			v.Periodic = append(v.Periodic, work{standing, i18n.T(ctx, f.Words(standing.Name))})
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, status, outboxPage(v))
}

// mostUrgent is what somebody who comes here wants to see first.
func (v *outboxView) mostUrgent() State {
	switch {
	case v.Counts[Failed] > 0:
		return Failed
	case v.Counts[Waiting] > 0:
		return Waiting
	}
	return Sent
}

func (v *outboxView) tabs(p i18n.Printer) []ui.Tab {
	tabs := make([]ui.Tab, len(States))
	for i, state := range States {
		tabs[i] = ui.Tab{Text: p.T("outbox.state."+string(state), "count", v.Counts[state]), Href: "/outbox?state=" + string(state), Current: state == v.State}
	}
	return tabs
}

// nextHref leads to the next page; empty when there is none.
func (v *outboxView) nextHref() string {
	if v.Next == "" {
		return ""
	}
	return "/outbox?" + url.Values{"state": {string(v.State)}, "after": {v.Next}}.Encode()
}

// firstHref leads back to the first page; empty when it is this.
func (v *outboxView) firstHref() string {
	if !v.Further {
		return ""
	}
	return "/outbox?state=" + string(v.State)
}

// act does something with the mail in the address and goes back to the list. Administrators only.
func (f *Feature) act(done string, do func(ctx context.Context, tx *store.Tx, id string) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(r.Context(), tx, r.PathValue("id")) })
		var own *i18n.Error
		if errors.As(err, &own) && !errors.Is(err, store.ErrNotFound) {
			return f.outboxAgain(w, r, http.StatusConflict, &own.Message)
		}
		if err != nil {
			return err
		}
		http.Redirect(w, r, "/outbox?done="+done, http.StatusSeeOther)
		return nil
	}
}
