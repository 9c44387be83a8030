package mapping

import (
	"cmp"
	"io"
	"net/http"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) showAll(w http.ResponseWriter, r *http.Request) error {
	v := &allView{mayChange: accounts.May(r.Context(), accounts.ManageOrganisations)}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.rounds, err = Rounds(r.Context(), tx); err == nil {
			v.ending, err = EndingSoon(r.Context(), tx, today())
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, allPage(v))
}

// showPublicAll lists the rounds that anybody may read.
func (f *Feature) showPublicAll(w http.ResponseWriter, r *http.Request) error {
	v := &allView{public: true}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.rounds, err = PublishedRounds(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, allPage(v))
}

func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, newPage(form.Of("id", store.NewID(), "opened_on", today().String())))
}

// open begins a round. Officers, managers and administrators only.
func (f *Feature) open(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	round := Round{ID: store.GivenID(typed.Text("id")), Title: typed.Text("title"), OpenedOn: typed.Date("opened_on")}
	refuseAll(typed, round.check())
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, newPage(typed))
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Open(r.Context(), tx, round) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/mapping/"+round.ID, http.StatusSeeOther)
	return nil
}

// look reads the round in the address; for the public, only one that is published and only what is public of it.
func (f *Feature) look(r *http.Request, public bool) (*roundView, error) {
	v := &roundView{towns: f.Municipalities, public: public, mayChange: !public && accounts.May(r.Context(), accounts.ManageOrganisations)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.round, err = FindRound(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if public && !v.round.IsPublished() {
			return i18n.Fail("mapping.round_unknown").Because(store.ErrNotFound)
		}
		v.asked, err = AskedIn(r.Context(), tx, &v.round)
		return err
	})
	if public {
		v.asked = forAll(v.asked)
	}
	return v, err
}

func (f *Feature) showRound(w http.ResponseWriter, r *http.Request) error {
	return f.shown(w, r, false)
}

func (f *Feature) showPublicRound(w http.ResponseWriter, r *http.Request) error {
	return f.shown(w, r, true)
}

func (f *Feature) shown(w http.ResponseWriter, r *http.Request, public bool) error {
	v, err := f.look(r, public)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, roundPage(v))
}

func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, false, "csv")
}

func (f *Feature) downloadXLSX(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, false, "xlsx")
}

func (f *Feature) downloadPublicCSV(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, true, "csv")
}

func (f *Feature) downloadPublicXLSX(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, true, "xlsx")
}

func (f *Feature) download(w http.ResponseWriter, r *http.Request, public bool, kind string) error {
	v, err := f.look(r, public)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	if kind == "csv" {
		return web.Download(w, "text/csv; charset=utf-8", "kartlaggning.csv", func(to io.Writer) error { return v.writeCSV(p, to) })
	}
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "kartlaggning.xlsx",
		func(to io.Writer) error { return v.workbook(p, to) })
}

// toAsk reads the organisations that the address chooses among.
func (f *Feature) toAsk(r *http.Request, typed *form.Form) (*askView, error) {
	v := &askView{form: typed, words: cmp.Or(r.URL.Query().Get("q"), typed.Text("q")), towns: f.Municipalities}
	filter := organisations.Filter{Words: v.words, Day: today()}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.round, err = FindRound(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.words != "" {
			v.found, err = organisations.Search(r.Context(), tx, filter)
			return err
		}
		page, err := organisations.List(r.Context(), tx, filter)
		v.found = page.Organisations
		return err
	})
	return v, err
}

func (f *Feature) showAsk(w http.ResponseWriter, r *http.Request) error {
	v, err := f.toAsk(r, form.Of("asked_on", today().String()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, askPage(v))
}

// ask adds organisations to a round's list. Officers, managers and administrators only.
func (f *Feature) ask(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.toAsk(r, typed)
	if err != nil {
		return err
	}
	day, ids := typed.Date("asked_on"), typed.All("organisation")
	var faults []fault
	if day.IsZero() {
		faults = append(faults, fault{"asked_on", i18n.Fail("mapping.day_missing")})
	}
	if len(ids) == 0 {
		faults = append(faults, fault{"organisation", i18n.Fail("mapping.choose_some")})
	}
	refuseAll(typed, faults)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Ask(r.Context(), tx, v.round.ID, ids, day) })
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, askPage(v))
	}
	return web.GoTo(w, r, err, "/mapping/"+v.round.ID)
}

// answered notes that an organisation has answered. Officers, managers and administrators only.
func (f *Feature) answered(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Answered(r.Context(), tx, id, typed.Text("organisation"), today()) })
	return web.GoTo(w, r, err, "/mapping/"+id)
}

// notAnswered takes an answer back. Officers, managers and administrators only.
func (f *Feature) notAnswered(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return NotAnswered(r.Context(), tx, id, typed.Text("organisation")) })
	return web.GoTo(w, r, err, "/mapping/"+id)
}

// showPublish shows what everybody will read, before it is published for good.
func (f *Feature) showPublish(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r, false)
	if err != nil {
		return err
	}
	if v.round.IsPublished() {
		return web.GoTo(w, r, nil, "/mapping/"+v.round.ID)
	}
	v.asked = forAll(v.asked)
	return web.Show(w, r, http.StatusOK, publishPage(v))
}

// publish lets everybody read a round. Officers, managers and administrators only.
func (f *Feature) publish(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Publish(r.Context(), tx, id) })
	return web.GoTo(w, r, err, "/mapping/"+id)
}

// organisationIn reads the organisation in the address, or the one that stands for it.
func (f *Feature) organisationIn(r *http.Request) (o organisations.Organisation, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		id, err := organisations.Resolve(r.Context(), tx, r.PathValue("id"))
		if err == nil {
			o, err = organisations.Find(r.Context(), tx, id)
		}
		return err
	})
	return o, err
}

func (f *Feature) showAssess(w http.ResponseWriter, r *http.Request) error {
	o, err := f.organisationIn(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, assessPage(&o, form.Of("id", store.NewID(), "assessed_on", today().String())))
}

// assess keeps what has been found of an organisation. Officers, managers and administrators only.
func (f *Feature) assess(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	o, err := f.organisationIn(r)
	if err != nil {
		return err
	}
	a := Assessment{ID: store.GivenID(typed.Text("id")), OrganisationID: o.ID, Goal: Answer(typed.Text("goal")), GoalEvidence: typed.Text("goal_evidence"),
		Results: Answer(typed.Text("results")), ResultsEvidence: typed.Text("results_evidence"), Surplus: Answer(typed.Text("surplus")),
		SurplusEvidence: typed.Text("surplus_evidence"), Reserved: store.AsJSON(typed.All("reserved")), AssessedOn: typed.Date("assessed_on")}
	refuseAll(typed, a.check(today()))
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, assessPage(&o, typed))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Assess(r.Context(), tx, a) })
	return web.GoTo(w, r, err, "/organisations/"+o.ID+"#mapping")
}

// refuseError shows on the form what a person can mend.
func refuseError(typed *form.Form, err error) {
	if own := store.Mendable(err); own != nil {
		typed.Refuse("", own.Message)
	}
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
