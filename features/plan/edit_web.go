package plan

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// mountEdit adds the pages on which a plan and its parts are changed.
func (f *Feature) mountEdit(officer func(pattern string, h web.Handler)) {
	officer("GET /plan/{key}/edit", f.showEdit)
	officer("POST /plan/{key}/edit", f.saveEdit)
	officer("GET /plan/{key}/edit/{kind}/{number}", f.showEdit)
	officer("POST /plan/{key}/edit/{kind}/{number}", f.saveEdit)
	officer("POST /plan/{key}/edit/order", f.movePart)
	officer("POST /plan/{key}/edit/{kind}/{number}/order", f.movePart)
	officer("POST /plan/{key}/edit/{kind}/{number}/place", f.placePart)
	officer("GET /plan/{key}/edit/{kind}/{number}/remove", f.askRemove)
	officer("POST /plan/{key}/edit/{kind}/{number}/remove", f.removePart)
}

// editedPart is the part in the address; number 0 in a kind of part is one to be added.
func editedPart(r *http.Request) (part Part, known bool) {
	kind, number := r.PathValue("kind"), r.PathValue("number")
	if kind == "" {
		return Part{Kind: WholePlan}, true
	}
	if number == "new" {
		_, known = partTables[PartKind(kind)]
		return Part{Kind: PartKind(kind)}, known
	}
	part, known = parsePart(kind + "-" + number)
	return part, known && part.Kind != WholePlan
}

// findPart loads the plan and sees that it may be changed and has the part.
func (f *Feature) findPart(r *http.Request, parent string, newID string) (*Plan, Part, error) {
	p, err := f.find(r)
	if err != nil {
		return nil, Part{}, err
	}
	part, known := editedPart(r)
	if !known {
		return nil, part, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	if !p.IsEditable() {
		return nil, part, i18n.Fail("plan.edit.ended", "title", p.Title).Because(ErrNotOpen)
	}
	if part.Kind != WholePlan && part.Number == 0 {
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
			part.Number, err = nextNumber(r.Context(), tx, p.ID, part.Kind)
			return err
		}); err != nil {
			return nil, part, err
		}
		above, _ := strconv.Atoi(parent)
		if !p.add(part, above, newID) {
			return nil, part, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
		}
	}
	if !p.has(part) {
		return nil, part, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	return p, part, nil
}

func isNew(r *http.Request) bool { return r.PathValue("number") == "new" }

// showEdit shows the form of the plan or of a part of it. Officers only.
func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	newID, parent := "", r.URL.Query().Get("in")
	if isNew(r) {
		newID = store.NewID()
	}
	p, part, err := f.findPart(r, parent, newID)
	if err != nil {
		return err
	}
	fields := append(p.fieldsOf(part), "seen", p.Version(part), "id", newID, "in", parent)
	v := editView{Plan: p, Part: part, New: isNew(r), Form: form.Of(fields...)}
	v.Done, v.Order = doneEdit(r.URL.Query()), form.Of("order_reason", r.URL.Query().Get("why"))
	return web.Show(w, r, http.StatusOK, editPage(v))
}

// editDone is what an edit led to, as the address says.
type editDone struct {
	Saved, Moved, Relinked bool
	Gone                   string
	Added, Removed         int
}

func doneEdit(query url.Values) editDone {
	added, _ := strconv.Atoi(query.Get("added"))
	removed, _ := strconv.Atoi(query.Get("removed"))
	return editDone{Saved: query.Has("saved"), Moved: query.Has("moved"), Gone: query.Get("gone"), Relinked: query.Has("added"),
		Added: max(0, added), Removed: max(0, removed)}
}

var errTypedWrong = errors.New("something typed is wrong")

// saveEdit saves a form of the plan or of a part of it. Officers only. A new rule is shown with what it would say
// before it is saved; what is wrong, or saved by somebody else meanwhile, is said with everything typed.
func (f *Feature) saveEdit(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, part, err := f.findPart(r, typed.Text("in"), typed.Text("id"))
	if err != nil {
		return err
	}
	v := editView{Plan: p, Part: part, New: isNew(r), Form: typed}
	if typed.Text("step") == "show" {
		return web.Show(w, r, http.StatusOK, editPage(v))
	}
	before := p.content(part)
	v.read()
	if typed.Text("reason") == "" && p.NeedsReason() && typed.Text("step") != "preview" {
		typed.Refuse("reason", i18n.Msg("plan.fault.reason"))
	}
	if v.New && !store.IsID(typed.Text("id")) {
		return i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if was, is := before.(indicatorContent); is && v.asksForPreview(was.Rule) {
		return f.showPreview(w, r, v, was.Rule)
	}
	return f.save(w, r, v)
}

// showPreview shows what a new rule says in words and of what has been recorded.
func (f *Feature) showPreview(w http.ResponseWriter, r *http.Request, v editView, today Rule) error {
	_, indicator := v.Plan.indicator(v.Part.Number)
	asked := *indicator
	asked.Rule = today
	if v.New {
		asked.ID = ""
	}
	var preview Preview
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		preview, err = f.Previews.Preview(r.Context(), tx, &asked, indicator.Rule, calendar.Today(time.Now()))
		return err
	}); err != nil {
		return err
	}
	v.Preview, v.Rule, v.Previewed = &preview, indicator.Rule, versionOf(indicator.Rule)
	return web.Show(w, r, http.StatusOK, editPage(v))
}

func (f *Feature) save(w http.ResponseWriter, r *http.Request, v editView) error {
	typed, ctx := v.Form, r.Context()
	e := Edit{Key: v.Plan.Key, Part: v.Part, Seen: typed.Text("seen"), Reason: typed.Text("reason")}
	if v.New {
		e.NewID, e.Parent = typed.Text("id"), v.parent()
	}
	var edited Edited
	err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		edited, err = Save(ctx, tx, e, f.Links, func(p *Plan, part Part) error {
			p.readPart(part, typed)
			if !typed.IsRight() {
				return errTypedWrong
			}
			return nil
		})
		return err
	})
	switch {
	case errors.Is(err, errTypedWrong):
		return web.Show(w, r, http.StatusUnprocessableEntity, editPage(v))
	case errors.Is(err, ErrSavedMeanwhile):
		return f.showBoth(w, r, v)
	case err != nil:
		return err
	}
	to := partHref(v.Plan, edited.Part) + "?saved"
	if edited.Added+edited.Removed > 0 {
		to += "&added=" + strconv.Itoa(edited.Added) + "&removed=" + strconv.Itoa(edited.Removed)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// showBoth shows what somebody else saved beside what is typed. The form then holds the new version, so that saving once
// more is a choice.
func (f *Feature) showBoth(w http.ResponseWriter, r *http.Request, v editView) error {
	p, part, err := f.findPart(r, "", "")
	if err != nil {
		return err
	}
	id, _ := p.idOf(part)
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		last, err := audit.Last(r.Context(), tx, string(part.Kind), id)
		if err == nil {
			v.Stale = &ui.Meanwhile{Who: last.ActorName, When: clockOf(last.At)}
		}
		return err
	}); err != nil {
		return err
	}
	v.Plan, v.Seen = p, p.Version(part)
	if v.Stale != nil {
		v.Stale.Differences = differencesOf(form.Of(p.fieldsOf(part)...), v.Form, i18n.In(r.Context()))
	}
	return web.Show(w, r, http.StatusConflict, editPage(v))
}

// movePart puts one of the parts below another one step up or down. Officers only. The reason follows to the next step,
// since many steps may be needed.
func (f *Feature) movePart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, part, err := f.findPart(r, "", "")
	if err != nil {
		return err
	}
	s, known := parseStep(typed.Text("move"))
	reason := typed.Text("order_reason")
	if known && reason == "" && p.NeedsReason() {
		typed.Refuse("order_reason", i18n.Msg("plan.fault.reason"))
		fields := append(p.fieldsOf(part), "seen", p.Version(part))
		return web.Show(w, r, http.StatusUnprocessableEntity, editPage(editView{Plan: p, Part: part, Form: form.Of(fields...), Order: typed}))
	}
	if known {
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Move(r.Context(), tx, p.Key, s, reason) }); err != nil {
			return err
		}
	}
	to := partHref(p, part) + "?moved"
	if len(reason) <= longestWhy {
		to += "&why=" + url.QueryEscape(reason)
	}
	http.Redirect(w, r, to+"#below", http.StatusSeeOther)
	return nil
}

// longestWhy bounds a reason that goes along in an address, in bytes.
const longestWhy = 300

// askRemove says what happens when a part is taken away, and asks for the reason. Officers only.
func (f *Feature) askRemove(w http.ResponseWriter, r *http.Request) error {
	return f.showRemove(w, r, http.StatusOK, form.Of())
}

func (f *Feature) showRemove(w http.ResponseWriter, r *http.Request, status int, typed *form.Form) error {
	p, part, err := f.findPart(r, "", "")
	if err != nil {
		return err
	}
	v := removeView{Plan: p, Part: part, Form: typed, Crumbs: crumbsOf(r.Context(), p), In: "/plan/" + p.Key, Action: partHref(p, part) + "/remove",
		Back: partHref(p, part), AsksWhy: p.NeedsReason(), Kept: "plan.remove.kept", Do: "plan.remove.do"}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		for _, below := range p.withBelow(part) {
			if below.Kind != IndicatorPart {
				continue
			}
			id, _ := p.idOf(below)
			n, err := f.Previews.Linked(r.Context(), tx, id)
			if err != nil {
				return err
			}
			v.Records += n
		}
		return nil
	}); err != nil {
		return err
	}
	return web.Show(w, r, status, removePage(v))
}

// removePart takes a part out of the plan. Officers only.
func (f *Feature) removePart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, err := f.find(r)
	if err != nil {
		return err
	}
	part, known := editedPart(r)
	if !known || part.Number == 0 {
		return i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	to := p.href("/edit")
	if p.has(part) {
		to = partHref(p, p.above(part))
		if typed.Text("reason") == "" && p.NeedsReason() {
			typed.Refuse("reason", i18n.Msg("plan.fault.reason"))
			return f.showRemove(w, r, http.StatusUnprocessableEntity, typed)
		}
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return Remove(r.Context(), tx, p.Key, part, typed.Text("reason"))
	}); err != nil {
		return err
	}
	http.Redirect(w, r, to+"?gone="+part.String(), http.StatusSeeOther)
	return nil
}
