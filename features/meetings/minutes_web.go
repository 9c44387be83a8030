package meetings

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// mountMinutes adds the addresses of minutes.
func (f *Feature) mountMinutes(site *web.Site) {
	site.Handle("GET /meetings/{id}/minutes", accounts.ReadNetworks, f.showMinutes)
	site.Handle("GET /meetings/{id}/minutes/edit", accounts.ManageNetworks, f.showEditMinutes)
	site.Handle("POST /meetings/{id}/minutes", accounts.ManageNetworks, f.saveMinutes)
	site.Handle("POST /meetings/{id}/minutes/send", accounts.ManageNetworks, f.sendMinutes)
	site.Handle("GET /meetings/{id}/minutes/adjust", accounts.ManageNetworks, f.showAdjust)
	site.Handle("POST /meetings/{id}/minutes/adjust", accounts.ManageNetworks, f.adjust)
	site.Handle("GET /meetings/{id}/minutes/unlock", accounts.ManageNetworks, f.showUnlock)
	site.Handle("POST /meetings/{id}/minutes/unlock", accounts.ManageNetworks, f.unlock)
	site.Handle("POST /meetings/{id}/minutes/open", accounts.ManageNetworks, f.openMinutes)
	site.Handle("GET /public/meetings/{id}/minutes", accounts.Anybody, f.showPublicMinutes)
}

// minutesView is a meeting's minutes, to be read, printed or written.
type minutesView struct {
	m        Meeting
	protocol Protocol
	present  Holding
	actions  []Action
	form     *form.Form
	stale    *ui.Meanwhile
	outside  bool // for those who came and have no account, or for the public
	public   bool // names of those who came and who does what are left out
	mayWrite bool
}

func (f *Feature) minutesView(r *http.Request, of *Meeting) (*minutesView, error) {
	v := &minutesView{mayWrite: accounts.May(r.Context(), accounts.ManageNetworks)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, of.ID); err != nil {
			return err
		}
		if v.protocol, err = protocolOf(r.Context(), tx, &v.m); err != nil {
			return err
		}
		if v.present, err = holdingOf(r.Context(), tx, &v.m); err != nil {
			return err
		}
		v.actions, err = Actions(r.Context(), tx, v.m.ID)
		return err
	})
	return v, err
}

func (f *Feature) minutesAt(r *http.Request) (*minutesView, error) {
	return f.minutesView(r, &Meeting{ID: r.PathValue("id")})
}

// showMinutes shows the minutes as they are printed and signed.
func (f *Feature) showMinutes(w http.ResponseWriter, r *http.Request) error {
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, protocolPage(v))
}

// showPublicMinutes shows adjusted minutes of a public meeting that somebody has opened to all.
func (f *Feature) showPublicMinutes(w http.ResponseWriter, r *http.Request) error {
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	if !v.protocol.isOpenToAll(&v.m) {
		return i18n.Fail("meetings.unknown").Because(store.ErrNotFound)
	}
	v.outside, v.public = true, true
	return web.Show(w, r, http.StatusOK, protocolPage(v))
}

func (f *Feature) showEditMinutes(w http.ResponseWriter, r *http.Request) error {
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	if v.protocol.State == AdjustedMinutes {
		return i18n.Fail("meetings.minutes.locked")
	}
	v.form = minutesForm(&v.protocol)
	if v.protocol.isEmpty() {
		var titles []string
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
			titles, err = agendaOf(r.Context(), tx, v.m.ID)
			return err
		}); err != nil {
			return err
		}
		v.form = form.Of("minutes", prefilled(titles), "seen", v.protocol.hash())
	}
	return web.Show(w, r, http.StatusOK, editMinutesPage(v))
}

func minutesForm(p *Protocol) *form.Form {
	return form.Of("minutes", p.Text, "decisions", strings.Join(p.Decisions, "\n"), "seen", p.hash())
}

// minutesFields are compared when two have written the same minutes, with their names.
var minutesFields = [][2]string{{"minutes", "meetings.minutes.text"}, {"decisions", "meetings.minutes.decisions"}}

// saveMinutes keeps what was written. Officers, managers and administrators only.
func (f *Feature) saveMinutes(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	v.form = typed
	decisions := decisionsIn(typed.Text("decisions"))
	refuseSlips(typed, (&Protocol{Text: tidyMinutes(typed.Text("minutes")), Decisions: decisions}).check())
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return SaveMinutes(r.Context(), tx, v.m.ID, typed.Text("minutes"), decisions, typed.Text("seen"))
		})
	}
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "meeting", v.m.ID, minutesForm(&v.protocol), typed, minutesFields); err != nil {
			return err
		}
		v.form = typed.Resent(v.protocol.hash())
		return web.Show(w, r, http.StatusConflict, editMinutesPage(v))
	}
	if err != nil && !refuseOwn(typed, err) {
		return err
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), editMinutesPage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, "minutes_saved", 0)+"#minutes", http.StatusSeeOther)
	return nil
}

// sendMinutes sends the draft to those who came. Officers, managers and administrators only.
func (f *Feature) sendMinutes(w http.ResponseWriter, r *http.Request) error {
	m := Meeting{ID: r.PathValue("id")}
	n := 0
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		n, err = f.SendMinutes(r.Context(), tx, m.ID, time.Now())
		return err
	}); err != nil {
		return err
	}
	http.Redirect(w, r, doneAt(&m, "minutes_sent", n)+"#minutes", http.StatusSeeOther)
	return nil
}

func (f *Feature) showAdjust(w http.ResponseWriter, r *http.Request) error {
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	if v.m.State != Held {
		return i18n.Fail("meetings.minutes.not_held")
	}
	v.form = form.Of("day", dayNow().String(), "seen", v.protocol.hash())
	return web.Show(w, r, http.StatusOK, adjustPage(v))
}

// adjust locks the minutes. Officers, managers and administrators only.
func (f *Feature) adjust(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.minutesAt(r)
	if err != nil {
		return err
	}
	v.form = typed
	day, who := typed.Date("day"), oneLine(typed.Text("adjusters"))
	refuseSlips(typed, checkAdjusting(&v.m, &v.protocol, day, who, dayNow()))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return Adjust(r.Context(), tx, v.m.ID, day, who, typed.Text("seen"), dayNow())
		})
		if err != nil && !refuseOwn(typed, err) {
			return err
		}
	}
	status := web.Refused(r, err)
	if errors.Is(err, ErrSavedMeanwhile) {
		status = http.StatusConflict
	}
	if !typed.IsRight() {
		return web.Show(w, r, status, adjustPage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, "minutes_adjusted", 0)+"#minutes", http.StatusSeeOther)
	return nil
}

func (f *Feature) showUnlock(w http.ResponseWriter, r *http.Request) error {
	m, err := f.meetingAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, whyPage(&m, form.Of(), unlocking))
}

// unlock lets adjusted minutes be changed. Officers, managers and administrators only.
func (f *Feature) unlock(w http.ResponseWriter, r *http.Request) error {
	return f.becauseOf(w, r, unlocking, Unlock)
}

// openMinutes lets everybody read the minutes, or no longer. Officers, managers and administrators only.
func (f *Feature) openMinutes(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m := Meeting{ID: r.PathValue("id")}
	open, done := typed.Text("open") == "1", "minutes_closed"
	if open {
		done = "minutes_opened"
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return OpenMinutes(r.Context(), tx, m.ID, open) }); err != nil {
		return err
	}
	http.Redirect(w, r, doneAt(&m, done, 0)+"#minutes", http.StatusSeeOther)
	return nil
}
