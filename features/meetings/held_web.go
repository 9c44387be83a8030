package meetings

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/fold"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// mountHeld adds the addresses where a meeting is closed and opened again.
func (f *Feature) mountHeld(site *web.Site) {
	site.Handle("GET /meetings/{id}/held/edit", accounts.ManageNetworks, f.showHeld)
	site.Handle("POST /meetings/{id}/held", accounts.ManageNetworks, f.hold)
	site.Handle("GET /meetings/{id}/held/reopen", accounts.ManageNetworks, f.showReopen)
	site.Handle("POST /meetings/{id}/held/reopen", accounts.ManageNetworks, f.reopen)
}

// heldView is the form where a meeting is closed, or where that is corrected.
type heldView struct {
	m          Meeting
	form       *form.Form
	candidates []candidate
	stale      *ui.Meanwhile
	usual      int // hours that such a meeting usually takes
	today      calendar.Date
}

func (f *Feature) heldView(r *http.Request) (v *heldView, now Holding, err error) {
	v = &heldView{today: dayNow()}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.candidates, err = candidatesOf(r.Context(), tx, &v.m); err != nil {
			return err
		}
		kind, err := kindOf(r.Context(), tx, v.m.TypeID)
		if err != nil {
			return err
		}
		v.usual = usualHours(kind)
		now, err = holdingOf(r.Context(), tx, &v.m)
		return err
	})
	return v, now, err
}

// showHeld shows the form as it was left; for a meeting that has never been closed, with those ticked who said that they
// would come.
func (f *Feature) showHeld(w http.ResponseWriter, r *http.Request) error {
	v, now, err := f.heldView(r)
	if err != nil {
		return err
	}
	if v.m.State == Adjusted {
		return i18n.Fail("meetings.held.is_adjusted")
	}
	v.form = v.filled(&now)
	return web.Show(w, r, http.StatusOK, heldPage(v))
}

func (v *heldView) filled(h *Holding) *form.Form {
	keys, others := divide(v.candidates, h.Present)
	if h.HeadCount == nil && len(h.Present) == 0 {
		for i := range v.candidates {
			if v.candidates[i].answer == Yes {
				keys = append(keys, v.candidates[i].key)
			}
		}
	}
	lines := make([]string, len(others))
	for i := range others {
		lines[i] = others[i].Called()
		if others[i].Organisation != "" && others[i].Name == "" && others[i].OrganisationID == "" {
			lines[i] = ", " + others[i].Organisation
		}
	}
	pairs := []string{"day", h.Day.String(), "others", strings.Join(lines, "\n"), "seen", strconv.Itoa(v.m.Version)}
	if h.HeadCount != nil && *h.HeadCount != len(h.Present) {
		pairs = append(pairs, "head_count", strconv.Itoa(*h.HeadCount))
	}
	if h.OrganisationCount != nil && *h.OrganisationCount != len(h.organisations()) {
		pairs = append(pairs, "organisation_count", strconv.Itoa(*h.OrganisationCount))
	}
	if h.MinutesSpent != nil {
		pairs = append(pairs, "hours", strings.ReplaceAll(decimal.Of(float64(*h.MinutesSpent)/60).String(), ".", ","))
	}
	for _, key := range keys {
		pairs = append(pairs, "present", key)
	}
	return form.Of(pairs...)
}

// holdingIn reads what was typed about how a meeting was held.
func (f *Feature) holdingIn(ctx context.Context, v *heldView, typed *form.Form) (Holding, error) {
	h := Holding{Day: typed.Date("day"), HeadCount: typed.Whole("head_count"), OrganisationCount: typed.Whole("organisation_count")}
	if hours := typed.Number("hours"); hours != nil {
		h.MinutesSpent = new(int(math.Round(min(max(hours.Float(), -1), mostHours*10) * 60)))
	}
	for i := range v.candidates {
		if typed.Chosen("present", v.candidates[i].key) {
			h.Present = append(h.Present, v.candidates[i].Attendee)
		}
	}
	known := map[string]Attendee{}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		known, err = byName(ctx, tx, namesIn(typed.Text("others")))
		return err
	}); err != nil {
		return h, err
	}
	others, wrong := ParseAttendees(typed.Text("others"), func(name string) (id, called string) {
		a := known[fold.Search(oneLine(name))]
		return a.OrganisationID, a.Organisation
	})
	if wrong != nil {
		typed.Refuse("others", wrong.Message)
	}
	h.Present = append(h.Present, others...)
	refuseSlips(typed, h.check(v.today))
	return h, nil
}

// hold closes a meeting as held, or corrects what was said then. Officers, managers and administrators only.
func (f *Feature) hold(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, now, err := f.heldView(r)
	if err != nil {
		return err
	}
	saved := v.filled(&now)
	v.form = typed
	h, err := f.holdingIn(r.Context(), v, typed)
	if err != nil {
		return err
	}
	done := "held"
	if v.m.State.WasHeld() {
		done = "corrected"
	}
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.Hold(r.Context(), tx, v.m.ID, h, seen, v.today) })
	}
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "meeting", v.m.ID, saved, typed, heldFields); err != nil {
			return err
		}
		v.form = typed.Resent(strconv.Itoa(v.m.Version))
		return web.Show(w, r, http.StatusConflict, heldPage(v))
	}
	if err != nil && !refuseOwn(typed, err) {
		return err
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), heldPage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, done, h.heads())+"#held", http.StatusSeeOther)
	return nil
}

// heldFields are compared when two have closed the same meeting, with their names.
var heldFields = [][2]string{{"day", "meetings.held.day"}, {"others", "meetings.held.others"}, {"head_count", "meetings.held.heads"}, {"organisation_count", "meetings.held.organisations"}, {"hours", "meetings.held.hours"}}

func (f *Feature) showReopen(w http.ResponseWriter, r *http.Request) error {
	m, err := f.meetingAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, whyPage(&m, form.Of(), reopening))
}

// reopen takes back that a meeting was held. Officers, managers and administrators only.
func (f *Feature) reopen(w http.ResponseWriter, r *http.Request) error {
	return f.becauseOf(w, r, reopening, f.Reopen)
}

// reasoned is an act that asks for nothing but a reason.
type reasoned struct {
	title, lead, hint, act string // keys of messages
	path, done, anchor     string
}

var (
	reopening = reasoned{"meetings.held.reopen.title", "meetings.held.reopen.lead", "meetings.held.reopen.hint", "meetings.held.reopen.act", "/held/reopen", "reopened", "#held"}
	unlocking = reasoned{"meetings.minutes.unlock.title", "meetings.minutes.unlock.lead", "meetings.minutes.unlock.hint", "meetings.minutes.unlock.act", "/minutes/unlock", "minutes_unlocked", "#minutes"}
)

// becauseOf does what a reason is asked for.
func (f *Feature) becauseOf(w http.ResponseWriter, r *http.Request, act reasoned, do func(ctx context.Context, tx *store.Tx, id, why string) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, err := f.meetingAt(r)
	if err != nil {
		return err
	}
	why := typed.Text("why")
	if wrong := checkReason(why); wrong != nil {
		typed.Refuse("why", wrong.Message)
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(r.Context(), tx, m.ID, why) })
		if err != nil && !refuseOwn(typed, err) {
			return err
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), whyPage(&m, typed, act))
	}
	http.Redirect(w, r, doneAt(&m, act.done, 0)+act.anchor, http.StatusSeeOther)
	return nil
}

// meetingAt reads the meeting in the address.
func (f *Feature) meetingAt(r *http.Request) (m Meeting, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		m, err = Find(r.Context(), tx, r.PathValue("id"))
		return err
	})
	return m, err
}
