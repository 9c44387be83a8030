package entitlement

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// look reads the organisation in the address, which the reader must act for.
func (f *Feature) look(r *http.Request, tx *store.Tx) (organisations.Organisation, error) {
	me, _ := accounts.In(r.Context())
	m, err := mandates.ActsFor(r.Context(), tx, me.ID, r.PathValue("id"), today())
	if err != nil {
		return organisations.Organisation{}, err
	}
	return organisations.Find(r.Context(), tx, m.OrganisationID)
}

// showMine shows where one's own organisation stands, and what has been handed in each year.
func (f *Feature) showMine(w http.ResponseWriter, r *http.Request) error {
	v := &mineView{day: today()}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.o, err = f.look(r, tx); err != nil {
			return err
		}
		if v.status, err = On(r.Context(), tx, v.o.ID, v.day); err != nil {
			return err
		}
		v.filings, err = FilingsOf(r.Context(), tx, v.o.ID)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, minePage(v))
}

// begin makes the filing for a year, unless it is there, and goes to it.
func (f *Feature) begin(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	year, _ := strconv.Atoi(typed.Text("year"))
	var filing Filing
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		o, err := f.look(r, tx)
		if err == nil {
			filing, err = Begin(r.Context(), tx, o.ID, year, today())
		}
		return err
	}); err != nil {
		return err
	}
	http.Redirect(w, r, ownHref(filing.OrganisationID, filing.Year), http.StatusSeeOther)
	return nil
}

// tasks reads the filing in the address, of an organisation that the reader acts for.
func (f *Feature) tasks(r *http.Request) (*tasksView, error) {
	v := &tasksView{day: today(), towns: f.Municipalities, mails: f.Letters.Post != nil}
	ctx := r.Context()
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.o, err = f.look(r, tx); err != nil {
			return err
		}
		year, err := strconv.Atoi(r.PathValue("year"))
		if err != nil {
			return i18n.Fail("entitlement.unknown").Because(store.ErrNotFound)
		}
		if v.f, err = OfYear(ctx, tx, v.o.ID, year); err != nil {
			return err
		}
		if v.setting, err = CurrentSetting(ctx, tx); err != nil {
			return err
		}
		_, v.earlierYear, _, err = EarlierStatutes(ctx, tx, &v.f)
		return err
	})
	v.findings = v.setting.Examine(&v.f, f.known())
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"saved", "handed_in"}, done) {
		v.done = done
	}
	return v, err
}

func (f *Feature) showTasks(w http.ResponseWriter, r *http.Request) error {
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, tasksPage(v))
}

// step shows a form of a filing that may be changed; else where the filing stands.
func (f *Feature) step(w http.ResponseWriter, r *http.Request, fill func(v *tasksView), page func(v *tasksView) templ.Component) error {
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	if !v.f.Stage.isOpen() {
		http.Redirect(w, r, v.href(""), http.StatusSeeOther)
		return nil
	}
	fill(v)
	return web.Show(w, r, http.StatusOK, page(v))
}

// save keeps what was typed in one of the forms. Read fills the filing in and refuses what is wrong; fields are compared when
// somebody else has saved meanwhile.
func (f *Feature) save(w http.ResponseWriter, r *http.Request, read func(typed *form.Form, filing *Filing), saved func(v *tasksView) *form.Form, page func(v *tasksView) templ.Component) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	v.form = typed
	filled := v.f
	read(typed, &filled)
	seen, _ := strconv.Atoi(typed.Text("seen"))
	ctx := r.Context()
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			return Save(ctx, tx, v.f.ID, seen, func(kept *Filing) { read(form.Of(flat(typed)...), kept) })
		})
		if errors.Is(err, ErrSavedMeanwhile) {
			return f.savedMeanwhile(w, r, v, saved(v), page)
		}
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, page(v))
	}
	return web.GoTo(w, r, err, v.href("?done=saved"))
}

// savedMeanwhile shows what somebody else has saved beside what was typed.
func (f *Feature) savedMeanwhile(w http.ResponseWriter, r *http.Request, v *tasksView, saved *form.Form, page func(v *tasksView) templ.Component) error {
	var last audit.Entry
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		last, err = audit.Last(r.Context(), tx, "entitlement", v.f.ID)
		return err
	}); err != nil {
		return err
	}
	v.stale = &ui.Meanwhile{Who: last.ActorName, When: calendar.Clock(last.At.Time)}
	for _, field := range v.form.Fields() {
		if before, now := saved.Text(field), v.form.Text(field); field != "seen" && before != now {
			v.stale.Differences = append(v.stale.Differences, ui.Difference{Label: v.fieldName(i18n.In(r.Context()), field), Saved: before, Typed: now})
		}
	}
	v.form = v.form.Resent(strconv.Itoa(v.f.Version))
	return web.Show(w, r, http.StatusConflict, page(v))
}

func flat(f *form.Form) []string {
	var pairs []string
	for _, field := range f.Fields() {
		for _, value := range f.All(field) {
			pairs = append(pairs, field, value)
		}
	}
	return pairs
}

func (f *Feature) showMeeting(w http.ResponseWriter, r *http.Request) error {
	return f.step(w, r, func(v *tasksView) { v.form = v.meetingForm() }, meetingPage)
}

func (f *Feature) saveMeeting(w http.ResponseWriter, r *http.Request) error {
	return f.save(w, r, func(typed *form.Form, filing *Filing) {
		filing.MetOn = typed.Date("met_on")
		refuseAll(typed, filing.checkMeeting(today()))
	}, (*tasksView).meetingForm, meetingPage)
}

func (f *Feature) showMembers(w http.ResponseWriter, r *http.Request) error {
	return f.step(w, r, func(v *tasksView) { v.form = v.membersForm() }, membersPage)
}

func (f *Feature) saveMembers(w http.ResponseWriter, r *http.Request) error {
	return f.save(w, r, func(typed *form.Form, filing *Filing) {
		filing.Members, filing.Young = typed.Whole("members"), typed.Whole("young")
		if _, already := typed.FaultOf("members"); !already {
			refuseAll(typed, filing.checkMembers())
		}
	}, (*tasksView).membersForm, membersPage)
}

func (f *Feature) showSpread(w http.ResponseWriter, r *http.Request) error {
	return f.step(w, r, func(v *tasksView) { v.form = v.spreadForm() }, spreadPage)
}

func (f *Feature) saveSpread(w http.ResponseWriter, r *http.Request) error {
	return f.save(w, r, func(typed *form.Form, filing *Filing) {
		filing.Places = nil
		for _, town := range f.Municipalities {
			place := Place{Municipality: town.Code, Active: typed.Chosen("active", town.Code)}
			if n := typed.Whole(membersField(town.Code)); n != nil {
				place.Members = *n
			}
			if place.Members > 0 || place.Active {
				filing.Places = append(filing.Places, place)
			}
		}
		slices.SortFunc(filing.Places, func(a, b Place) int { return strings.Compare(a.Municipality, b.Municipality) })
		refuseAll(typed, filing.checkPlaces())
	}, (*tasksView).spreadForm, spreadPage)
}

// showCheck shows all that will be handed in.
func (f *Feature) showCheck(w http.ResponseWriter, r *http.Request) error {
	return f.step(w, r, func(v *tasksView) { v.form = form.Of("seen", strconv.Itoa(v.f.Version)) }, checkPage)
}

// handIn hands the filing in and writes a receipt to everybody who acts for the organisation.
func (f *Feature) handIn(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	if v.f.Stage == HandedIn { // the same form sent twice
		return web.GoTo(w, r, nil, v.href("?done=handed_in"))
	}
	seen, _ := strconv.Atoi(typed.Text("seen"))
	ctx, link := r.Context(), web.Address(r, f.BaseURL)+v.href("")
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		filing, err := HandIn(ctx, tx, v.f.ID, seen, v.day)
		if err != nil {
			return err
		}
		return f.Letters.ToAll(ctx, tx, filing.OrganisationID, letters+"handed_in", "organisation", v.o.Name, "year", filing.Year, "link", link)
	})
	v.form = form.Of("seen", strconv.Itoa(v.f.Version))
	if refuse(v.form, "", err) {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, ErrSavedMeanwhile) {
			status = http.StatusConflict
		}
		return web.Show(w, r, status, checkPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=handed_in"))
}

// refuse puts a fault beside its field when a person can mend it.
func refuse(f *form.Form, field string, err error) bool {
	own := store.Mendable(err)
	if own == nil {
		return false
	}
	f.Refuse(field, own.Message)
	return true
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
