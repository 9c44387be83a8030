package entitlement

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// filterIn reads the list's filter from the address. What cannot be chosen chooses nothing.
func filterIn(r *http.Request) (Filter, error) {
	f := Filter{After: r.URL.Query().Get("after")}
	var err error
	if f.Day, err = web.DayIn(r, today()); err != nil {
		return f, err
	}
	if show := r.URL.Query().Get("show"); slices.Contains(shown, show) {
		f.Show = show
	}
	return f, nil
}

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	v := &listView{today: today()}
	var err error
	if v.filter, err = filterIn(r); err != nil {
		return err
	}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.rows, v.more, err = List(r.Context(), tx, v.filter); err == nil {
			v.waiting, err = CountWaiting(r.Context(), tx)
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// downloadList gives what the address chooses as spreadsheets in Swedish open it.
func (f *Feature) downloadList(w http.ResponseWriter, r *http.Request) error {
	filter, err := filterIn(r)
	if err != nil {
		return err
	}
	ctx, p := r.Context(), i18n.In(r.Context())
	filter.After, filter.Limit = "", 500
	return web.Download(w, "text/csv; charset=utf-8", "bidragsberattigade-"+filter.Day.String()+".csv", func(to io.Writer) error {
		return f.DB.Read(ctx, func(tx *store.Tx) error {
			out := sheet.NewCSV(to)
			if err := out.Write(csvHead(p)); err != nil {
				return err
			}
			for more := true; more; {
				var rows []Row
				if rows, more, err = List(ctx, tx, filter); err != nil {
					return err
				}
				for i := range rows {
					filing, err := Find(ctx, tx, rows[i].Status.FilingID)
					if err == nil {
						err = out.Write(rows[i].cells(p, &filing))
					}
					if err != nil {
						return err
					}
					filter.After = rows[i].ID
				}
			}
			return out.Close()
		})
	})
}

// one reads the filing in the address.
func (f *Feature) one(r *http.Request) (*oneView, error) {
	v := &oneView{day: today(), towns: f.Municipalities, mayChange: accounts.May(r.Context(), accounts.ManageEntitlement)}
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.f, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.f.Stage == Draft { // what has not been handed in is the organisation's own
			v.f = Filing{ID: v.f.ID, OrganisationID: v.f.OrganisationID, Organisation: v.f.Organisation, Year: v.f.Year, Stage: Draft, Version: v.f.Version}
		}
		if v.o, err = organisations.Find(ctx, tx, v.f.OrganisationID); err != nil {
			return err
		}
		if v.setting, err = CurrentSetting(ctx, tx); err != nil {
			return err
		}
		if v.isOwn, err = mandates.Concerns(ctx, tx, me.ID, v.o.ID); err != nil {
			return err
		}
		v.status, err = On(ctx, tx, v.o.ID, v.day)
		return err
	})
	v.findings = v.setting.Examine(&v.f, f.known())
	v.typed, v.at = form.Of("seen", strconv.Itoa(v.f.Version), "due_on", v.day.AddDays(21).String()), ""
	if done := r.URL.Query().Get("done"); slices.Contains([]string{string(Completion), string(Entitled), string(Refused), string(Withdrawn)}, done) {
		v.done = done
	}
	return v, err
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.one(r)
	if err != nil {
		return err
	}
	if v.f.Stage == Draft {
		return web.Show(w, r, http.StatusOK, draftPage(v))
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// download gives a document of a filing. That somebody has read it stands in the trail.
func (f *Feature) download(w http.ResponseWriter, r *http.Request) error {
	v, err := f.one(r)
	if err != nil {
		return err
	}
	if v.f.Has(DocumentKind(r.PathValue("file"))) != nil {
		if err := audit.Seen(r.Context(), f.DB, "entitlement.document_seen", "entitlement", v.f.ID); err != nil {
			return err
		}
	}
	return f.give(w, r, &v.f)
}

// decide brings a filing to a stage and writes to those who act for the organisation. Officers, managers and administrators
// only.
func (f *Feature) decide(stage Stage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		typed, err := form.Read(w, r)
		if err != nil {
			return err
		}
		v, err := f.one(r)
		if err != nil {
			return err
		}
		if v.f.Stage == Draft {
			return i18n.Fail("entitlement.unknown").Because(store.ErrNotFound)
		}
		v.typed, v.at = typed, stage
		d := Decision{Stage: stage, Message: typed.Text("message")}
		if stage == Completion {
			d.DueOn = typed.Date("due_on")
		}
		refuseAll(typed, d.check(Fulfils(v.findings), v.day))
		if !typed.IsRight() {
			return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
		}
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			filing, err := Decide(r.Context(), tx, v.f.ID, d, seen, f.known(), v.day)
			if err != nil {
				return err
			}
			return f.tell(r, tx, &filing)
		})
		if errors.Is(err, ErrSavedMeanwhile) {
			return f.decidedMeanwhile(w, r, v)
		}
		if refuse(typed, "", err) {
			return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
		}
		return web.GoTo(w, r, err, "/entitlement/"+v.f.ID+"?done="+string(stage))
	}
}

// decidedMeanwhile shows the filing as it is now, and who changed it; what was typed stays.
func (f *Feature) decidedMeanwhile(w http.ResponseWriter, r *http.Request, v *oneView) error {
	var last audit.Entry
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		last, err = audit.Last(r.Context(), tx, "entitlement", v.f.ID)
		return err
	}); err != nil {
		return err
	}
	v.stale = &ui.Meanwhile{Who: last.ActorName, When: calendar.Clock(last.At.Time)}
	v.typed = form.Of("seen", strconv.Itoa(v.f.Version), "due_on", v.typed.Typed("due_on"), "message", v.typed.Typed("message"))
	return web.Show(w, r, http.StatusConflict, onePage(v))
}

// tell writes to those who act for the organisation what has been decided.
func (f *Feature) tell(r *http.Request, tx *store.Tx, filing *Filing) error {
	last := filing.Steps[len(filing.Steps)-1]
	p := i18n.In(r.Context())
	return f.Letters.ToAll(r.Context(), tx, filing.OrganisationID, letters+string(last.Stage), "organisation", filing.Organisation, "year", filing.Year,
		"message", last.Message, "day", p.DateLong(latestOf(last.Until, last.DueOn)), "link", web.Address(r, f.BaseURL)+ownHref(filing.OrganisationID, filing.Year))
}

// letters is how the keys of what letters say begin.
const letters = "entitlement.letter."

// settingView is the page of the criteria.
type settingView struct {
	setting   Setting
	form      *form.Form
	mayChange bool
	done      bool
	stale     *ui.Meanwhile
}

func (f *Feature) lookAtSetting(r *http.Request) (*settingView, error) {
	v := &settingView{mayChange: accounts.May(r.Context(), accounts.ManageEntitlement), done: r.URL.Query().Has("done")}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.setting, err = CurrentSetting(r.Context(), tx)
		return err
	})
	pairs := []string{"seen", strconv.Itoa(v.setting.Version), "months", strconv.Itoa(v.setting.Months), "member_towns", strconv.Itoa(v.setting.MemberTowns),
		"active_towns", strconv.Itoa(v.setting.ActiveTowns)}
	for _, kind := range v.setting.Documents {
		pairs = append(pairs, "documents", string(kind))
	}
	v.form = form.Of(pairs...)
	return v, err
}

func (f *Feature) showSetting(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtSetting(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, settingPage(v))
}

// saveSetting changes what is asked for. Officers, managers and administrators only.
func (f *Feature) saveSetting(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookAtSetting(r)
	if err != nil {
		return err
	}
	whole := func(field string) int {
		if n := typed.Whole(field); n != nil {
			return *n
		}
		return 0
	}
	s := Setting{Months: whole("months"), MemberTowns: whole("member_towns"), ActiveTowns: whole("active_towns")}
	for _, kind := range typed.All("documents") {
		s.Documents = append(s.Documents, DocumentKind(kind))
	}
	refuseAll(typed, s.check())
	v.form = typed
	seen, _ := strconv.Atoi(typed.Text("seen"))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Set(r.Context(), tx, s, seen) })
		if errors.Is(err, ErrSavedMeanwhile) {
			return f.setMeanwhile(w, r, v)
		}
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, settingPage(v))
	}
	return web.GoTo(w, r, err, "/entitlement/criteria?done")
}

// setMeanwhile shows what somebody else has decided beside what was typed.
func (f *Feature) setMeanwhile(w http.ResponseWriter, r *http.Request, v *settingView) error {
	typed := v.form
	now, err := f.lookAtSetting(r)
	if err != nil {
		return err
	}
	var last audit.Entry
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		last, err = audit.Last(r.Context(), tx, "entitlement_setting", "all")
		return err
	}); err != nil {
		return err
	}
	now.stale = &ui.Meanwhile{Who: last.ActorName, When: calendar.Clock(last.At.Time)}
	for _, field := range []string{"months", "member_towns", "active_towns"} {
		if saved, wanted := now.form.Text(field), typed.Text(field); saved != wanted {
			now.stale.Differences = append(now.stale.Differences, ui.Difference{Label: i18n.T(r.Context(), "entitlement.setting."+field), Saved: saved, Typed: wanted})
		}
	}
	now.form = typed.Resent(strconv.Itoa(now.setting.Version))
	return web.Show(w, r, http.StatusConflict, settingPage(now))
}
