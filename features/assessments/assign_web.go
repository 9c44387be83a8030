package assessments

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/applications"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// assignView is the page where applications are given to assessors: what is chosen stands in the address, and a proposal
// follows from it that can be looked through before it is carried out.
type assignView struct {
	roundView
	form     *form.Form
	hindered map[Pair]obstacle
	tied     map[Pair]Tie
	proposed bool
	pairs    []Pair
	short    []string // applications that get fewer than asked for
	send     *form.Form
}

// open are the applications that can be assigned.
func (v *assignView) open() (list []applications.Application) {
	for _, a := range v.applications {
		if slices.Contains(assignable, a.State) {
			list = append(list, a)
		}
	}
	return list
}

// peopleOptions are the assessors to choose among, with how many they have.
func (v *assignView) peopleOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(v.people))
	for i, person := range v.people {
		n := 0
		for _, a := range v.all {
			if a.AssessorID == person.ID && !a.HasEnded() {
				n++
			}
		}
		text := person.Name
		if n > 0 {
			text = p.T("assessments.assign.has", "name", person.Name, "count", n)
		}
		options[i] = ui.Option{Value: person.ID, Text: text}
	}
	return options
}

func (v *assignView) applicationOptions(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, a := range v.open() {
		n := 0
		for _, one := range v.of(a.ID) {
			if one.State != "recused" {
				n++
			}
		}
		options = append(options, ui.Option{Value: a.ID, Text: p.T("assessments.assign.application", "title", titleOf(p, &a), "organisation", a.Organisation, "count", n)})
	}
	return options
}

func howOptions(p i18n.Printer) []ui.Option {
	return []ui.Option{{Value: "even", Text: p.T("assessments.assign.even"), Hint: p.T("assessments.assign.even_hint")},
		{Value: "all", Text: p.T("assessments.assign.all"), Hint: p.T("assessments.assign.all_hint")}}
}

// proposal is what one application gets.
type proposal struct {
	application applications.Application
	names       []string
	hindered    []ui.Definition // who of those chosen cannot, and why
	short       bool
}

func (v *assignView) proposals(p i18n.Printer) (list []proposal) {
	name := map[string]string{}
	for _, person := range v.people {
		name[person.ID] = person.Name
	}
	for _, a := range v.open() {
		if !v.form.Chosen("application", a.ID) {
			continue
		}
		one := proposal{application: a, short: slices.Contains(v.short, a.ID)}
		for _, pair := range v.pairs {
			if pair.ApplicationID == a.ID {
				one.names = append(one.names, name[pair.AssessorID])
			}
		}
		for _, id := range v.form.All("assessor") {
			if why := whyNot(p, v.hindered, v.tied, Pair{a.ID, id}); why != "" && name[id] != "" {
				one.hindered = append(one.hindered, ui.Definition{Term: name[id], Text: why})
			}
		}
		list = append(list, one)
	}
	return list
}

// lookAssign reads the call and what the address chooses.
func (f *Feature) lookAssign(r *http.Request, chosen *form.Form) (*assignView, error) {
	rv, err := f.round(r)
	v := &assignView{roundView: *rv, form: chosen, send: form.Of()}
	if err != nil {
		return v, err
	}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.hindered, v.tied, err = v.hindrances(r.Context(), tx, v.open())
		return err
	})
	return v, err
}

// showAssign shows what can be chosen, and the proposal that follows. Officers, managers and administrators only.
func (f *Feature) showAssign(w http.ResponseWriter, r *http.Request) error {
	chosen := form.From(r.URL.Query())
	v, err := f.lookAssign(r, chosen)
	if err != nil {
		return err
	}
	if !chosen.Chosen("how", "even") && !chosen.Chosen("how", "all") {
		pairs := []string{"how", "even", "each", "3"}
		for _, a := range v.open() {
			pairs = append(pairs, "application", a.ID)
		}
		v.form = form.Of(pairs...)
		return web.Show(w, r, http.StatusOK, assignPage(v))
	}
	v.propose(chosen)
	status := http.StatusOK
	if !chosen.IsRight() {
		status = http.StatusUnprocessableEntity
	}
	return web.Show(w, r, status, assignPage(v))
}

// propose makes the proposal that follows from what is chosen.
func (v *assignView) propose(chosen *form.Form) {
	d := distribution{has: map[Pair]bool{}, hindered: v.hindered, load: map[string]int{}}
	for _, person := range v.people {
		if chosen.Chosen("assessor", person.ID) {
			d.assessors = append(d.assessors, person.ID)
		}
	}
	for _, a := range v.open() {
		if chosen.Chosen("application", a.ID) && !v.recused[Pair{a.ID, v.me.ID}] {
			d.applications = append(d.applications, a.ID)
		}
	}
	if chosen.Chosen("how", "even") {
		if n := chosen.Whole("each"); n != nil && *n > 0 {
			d.each = *n
		} else {
			chosen.RefuseFirst("each", i18n.Msg("assessments.assign.each_missing"))
		}
	}
	if len(d.assessors) == 0 {
		chosen.RefuseFirst("assessor", i18n.Msg("assessments.assign.assessor_missing"))
	}
	if len(d.applications) == 0 {
		chosen.RefuseFirst("application", i18n.Msg("assessments.assign.application_missing"))
	}
	if !chosen.IsRight() {
		return
	}
	for _, a := range v.all {
		if !a.HasEnded() {
			if a.State != "recused" {
				d.has[Pair{a.ApplicationID, a.AssessorID}] = true
			}
			d.load[a.AssessorID]++
		}
	}
	v.pairs, v.short = d.propose()
	v.proposed = true
}

// pairsIn reads the pairs of a proposal: "application assessor".
func pairsIn(typed *form.Form) (pairs []Pair) {
	for _, text := range typed.All("pair") {
		application, assessor, _ := strings.Cut(text, " ")
		pairs = append(pairs, Pair{application, assessor})
	}
	return pairs
}

// assign carries a proposal out. Officers, managers and administrators only.
func (f *Feature) assign(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookAssign(r, typed)
	if err != nil {
		return err
	}
	made := 0
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		made, err = f.assignAll(r, tx, &v.round, pairsIn(typed))
		return err
	})
	if refuse(v.send, "", store.Mendable(err)) {
		v.propose(typed)
		return web.Show(w, r, http.StatusUnprocessableEntity, assignPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=assigned&n="+strconv.Itoa(made)))
}

// assignAll assigns and writes one letter to each assessor. It tells how many assignments are new.
func (f *Feature) assignAll(r *http.Request, tx *store.Tx, rd *round, pairs []Pair) (int, error) {
	made, err := Assign(r.Context(), tx, rd.call.ID, pairs, time.Now())
	if err != nil {
		return 0, err
	}
	var order []string
	number := map[string]int{}
	for _, a := range made {
		if number[a.AssessorID] == 0 {
			order = append(order, a.AssessorID)
		}
		number[a.AssessorID]++
	}
	for _, id := range order {
		if err := f.write(r, tx, id, "assigned", rd, "count", number[id], "link", web.Address(r, f.BaseURL)+"/my/assessments"); err != nil {
			return 0, err
		}
	}
	return len(made), nil
}

// assignOne gives one application to another assessor. Officers, managers and administrators only.
func (f *Feature) assignOne(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.application(r)
	if err != nil {
		return err
	}
	v.assignForm = typed
	who := typed.Required("assessor", "assessments.assign.assessor_missing")
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, applicationPage(v))
	}
	made := 0
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		made, err = f.assignAll(r, tx, &v.round, []Pair{{v.application.ID, who}})
		return err
	})
	if refuse(typed, "assessor", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, applicationPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=assigned&n="+strconv.Itoa(made)))
}
