package events

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	return f.listed(w, r, false)
}

// listed shows events to come and those that are over.
func (f *Feature) listed(w http.ResponseWriter, r *http.Request, public bool) error {
	v := &listView{public: public, after: r.URL.Query().Get("after"), mayChange: !public && accounts.May(r.Context(), accounts.ManageEvents)}
	now := time.Now()
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.after == "" {
			if v.coming, err = Coming(r.Context(), tx, public, now); err != nil {
				return err
			}
		}
		v.past, v.next, err = Past(r.Context(), tx, public, now, v.after)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// dones are the acts that an event's page can say have just been done.
var dones = []string{"added", "changed", "programme", "published", "withdrawn", "cancelled", "held", "corrected", "reopened", "registered", "registration", "moved", "ticked",
	"came", "questions", "sent", "money", "removed"}

// look reads the event in the address with what the reader may see of it.
func (f *Feature) look(r *http.Request) (*eventView, error) {
	ctx := r.Context()
	v := &eventView{now: time.Now(), mayChange: accounts.May(ctx, accounts.ManageEvents), seePeople: accounts.May(ctx, accounts.ReadRegistrations), mails: f.Post != nil}
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.done = done
	}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Event, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.counts, err = countsOf(ctx, tx, v.ID); err != nil {
			return err
		}
		v.handlers, err = Handlers(ctx, tx, v.ID)
		return err
	})
	if account, signedIn := accounts.In(ctx); signedIn {
		v.handles = v.mayChange && slices.Contains(v.handlers, account.ID)
	}
	return v, err
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.people, err = handlersAmong(ctx, tx); err != nil {
			return err
		}
		if v.RecordID != "" {
			if v.record, err = evidence.Find(ctx, tx, v.RecordID); err != nil {
				return err
			}
			if v.links, err = evidence.Links(ctx, tx, v.RecordID); err != nil {
				return err
			}
		}
		v.indicators, err = indicatorsOf(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	if v.InvitedOnly {
		v.invitationAt = f.address(r, "/public/events/"+v.ID+"?invitation="+v.Invitation)
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// address is the whole address of a page of this site.
func (f *Feature) address(r *http.Request, path string) string {
	if f.BaseURL != "" {
		return f.BaseURL + path
	}
	scheme := "http://"
	if web.IsSecure(r) {
		scheme = "https://"
	}
	return scheme + r.Host + path
}

// handlersAmong are the people who can handle an event.
func handlersAmong(ctx context.Context, tx *store.Tx) ([]accounts.Account, error) {
	all, err := accounts.List(ctx, tx)
	return slices.DeleteFunc(all, func(a accounts.Account) bool { return a.Closed || !a.Role.May(accounts.ManageEvents) }), err
}

// indicatorsOf are the indicators of the plans in force.
func indicatorsOf(ctx context.Context, tx *store.Tx) (options []ui.Option, err error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Status != plan.Current {
			continue
		}
		p, err := plan.Find(ctx, tx, all[i].Key)
		if err != nil {
			return nil, err
		}
		for _, indicator := range p.Indicators() {
			options = append(options, ui.Option{Value: indicator.ID, Text: indicator.Label + ". " + indicator.Text})
		}
	}
	return options, nil
}

// formFor is the view of an event's form.
func (f *Feature) formFor(ctx context.Context, typed *form.Form, e *Event) (*formView, error) {
	v := &formView{form: typed, event: e}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.indicators, err = indicatorsOf(ctx, tx); err == nil {
			v.people, err = handlersAmong(ctx, tx)
		}
		return err
	})
}

func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	account, _ := accounts.In(r.Context())
	v, err := f.formFor(r.Context(), form.Of("id", store.NewID(), "audience", forAll, "contact", account.Email, "handlers", account.ID), nil)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// add adds a draft. Officers, managers and administrators only.
func (f *Feature) add(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.formFor(r.Context(), typed, nil)
	if err != nil {
		return err
	}
	id, content := store.GivenID(typed.Text("id")), contentIn(typed)
	refuseAll(typed, content.check())
	v.refuseUnknown(&content)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Add(r.Context(), tx, id, content, v.chosenHandlers()) })
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v))
	}
	return web.GoTo(w, r, err, "/events/"+id+"?done=added")
}

func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	kept, err := f.look(r)
	if err != nil {
		return err
	}
	v, err := f.formFor(r.Context(), formOf(&kept.Event, kept.handlers), &kept.Event)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// change changes what is said of an event. Officers, managers and administrators only.
func (f *Feature) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.look(r)
	if err != nil {
		return err
	}
	v, err := f.formFor(ctx, typed, &kept.Event)
	if err != nil {
		return err
	}
	content := contentIn(typed)
	refuseAll(typed, content.check())
	v.refuseUnknown(&content)
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			return f.Change(ctx, tx, kept.ID, content, v.chosenHandlers(), typed.Seen())
		})
		switch {
		case errors.Is(err, errSavedMeanwhile):
			if v.stale, err = audit.Meanwhile(ctx, f.DB, "event", kept.ID, formOf(&kept.Event, kept.handlers), typed, compared); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(kept.Version))
			return web.Show(w, r, http.StatusConflict, formPage(v))
		case errors.Is(err, errPlacesTaken):
			typed.Refuse("places", asFault(err).Message)
		default:
			refuseError(typed, err)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v))
	}
	return web.GoTo(w, r, err, "/events/"+kept.ID+"?done=changed")
}

func (f *Feature) showProgramme(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, programmePage(v, form.Of("seen", strconv.Itoa(v.Version), "programme", programmeText(v.Programme, v.Day())), nil))
}

// setProgramme keeps the programme. Officers, managers and administrators only.
func (f *Feature) setProgramme(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	lines, faults := parseProgramme(typed.Text("programme"), v.days())
	for _, wrong := range faults {
		typed.Refuse("programme", wrong.Message)
	}
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return f.SetProgramme(ctx, tx, v.ID, lines, typed.Seen()) })
		if errors.Is(err, errSavedMeanwhile) {
			saved := form.Of("programme", strings.TrimSpace(programmeText(v.Programme, v.Day())))
			stale, err := audit.Meanwhile(ctx, f.DB, "event", v.ID, saved, typed, [][2]string{{"programme", "events.programme.title"}})
			if err != nil {
				return err
			}
			return web.Show(w, r, http.StatusConflict, programmePage(v, typed.Resent(strconv.Itoa(v.Version)), stale))
		}
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, programmePage(v, typed, nil))
	}
	return web.GoTo(w, r, err, v.href("?done=programme"))
}

func (f *Feature) publish(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, f.Publish, "published")
}

func (f *Feature) withdraw(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, f.Withdraw, "withdrawn")
}

// act does something to the event in the address that needs nothing typed.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, do func(context.Context, *store.Tx, string) error, done string) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(r.Context(), tx, id) })
	return web.GoTo(w, r, err, "/events/"+id+"?done="+done)
}

// whyAct is something that is done to an event for a reason.
type whyAct struct {
	name, done string
	do         func(f *Feature, ctx context.Context, tx *store.Tx, id, why string) error
}

var (
	cancelAct = whyAct{"cancel", "cancelled", (*Feature).Cancel}
	reopenAct = whyAct{"reopen", "reopened", (*Feature).Reopen}
)

func (f *Feature) askWhy(act whyAct) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := f.look(r)
		if err != nil {
			return err
		}
		return web.Show(w, r, http.StatusOK, whyPage(v, act.name, form.Of()))
	}
}

// actWhy cancels or reopens an event. Officers, managers and administrators only.
func (f *Feature) actWhy(act whyAct) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		typed, err := form.Read(w, r)
		if err != nil {
			return err
		}
		v, err := f.look(r)
		if err != nil {
			return err
		}
		refuseAll(typed, checkWhy(typed.Text("why")))
		if typed.IsRight() {
			err = f.DB.Write(ctx, func(tx *store.Tx) error { return act.do(f, ctx, tx, v.ID, typed.Text("why")) })
			refuseError(typed, err)
		}
		if !typed.IsRight() {
			return web.Show(w, r, http.StatusUnprocessableEntity, whyPage(v, act.name, typed))
		}
		return web.GoTo(w, r, err, v.href("?done="+act.done))
	}
}

func (f *Feature) showHeld(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	day, heads := v.Day(), v.counts.Came
	if v.State == Held {
		day, heads = v.HeldOn, v.HeadCount
	}
	return web.Show(w, r, http.StatusOK, heldPage(v, form.Of("held_on", day.String(), "heads", strconv.Itoa(heads))))
}

// hold closes an event as held, or corrects what was said then. Officers, managers and administrators only.
func (f *Feature) hold(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	day, heads := typed.Date("held_on"), typed.Whole("heads")
	refuseAll(typed, checkHeld(day, heads, today()))
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return f.Hold(ctx, tx, v.ID, day, *heads, time.Now()) })
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, heldPage(v, typed))
	}
	done := "held"
	if v.State == Held {
		done = "corrected"
	}
	return web.GoTo(w, r, err, v.href("?done="+done))
}

// asFault is what a person can mend; nil for everything else.
func asFault(err error) *i18n.Error {
	if own := store.Mendable(err); own != nil {
		return own
	}
	return nil
}

// refuseError shows on the form what a person can mend.
func refuseError(typed *form.Form, err error) {
	if own := asFault(err); own != nil {
		typed.Refuse("", own.Message)
	}
}
