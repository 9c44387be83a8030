package cases

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// seesDrafts tells whether the reader sees what has not been shown to the politicians: everybody but these.
func seesDrafts(ctx context.Context) bool {
	account, _ := accounts.In(ctx)
	return account.Role != accounts.Elected
}

// showAll shows what is coming at the meetings, the latest decisions, and all cases.
func (f *Feature) showAll(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	v := &allView{today: f.today(), words: query.Get("q"), mayWrite: accounts.May(ctx, accounts.WriteCases), drafts: seesDrafts(ctx)}
	if state := State(query.Get("state")); slices.Contains(States, state) {
		v.state = state
	}
	account, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.list, v.more, err = List(ctx, tx, Filter{Words: v.words, State: v.state, Day: v.today, Drafts: v.drafts}); err != nil {
			return err
		}
		if v.lately, err = Lately(ctx, tx, 10); err != nil {
			return err
		}
		meetings, err := Ahead(ctx, tx, v.today)
		for n := range meetings {
			m := &meetingView{m: meetings[n], today: v.today}
			if m.items, err = Items(ctx, tx, m.m.ID); err != nil {
				return err
			}
			if m.members, err = ServingOn(ctx, tx, m.m.BoardID, m.m.Day); err != nil {
				return err
			}
			m.own = ownMember(m.members, account.ID)
			if m.m.Day.Before(v.today) {
				v.behind = append(v.behind, m)
			} else {
				v.ahead = append(v.ahead, m)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, allPage(v))
}

// ownMember is the member that the account is; empty when it is none.
func ownMember(members []Member, accountID string) string {
	for n := range members {
		if own := members[n].AccountID; own != nil && *own == accountID {
			return members[n].ID
		}
	}
	return ""
}

// look reads the case in the address with all that its page shows.
func (f *Feature) look(r *http.Request) (*caseView, error) {
	ctx := r.Context()
	v := &caseView{today: f.today(), mayWrite: accounts.May(ctx, accounts.WriteCases), mayDecide: accounts.May(ctx, accounts.DecideCases)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.c, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.c.PresentedOn.IsZero() && !seesDrafts(ctx) {
			return i18n.Fail("cases.unknown").Because(store.ErrNotFound)
		}
		// A case that was referred back is a draft again: politicians see what they were given, not what is being written.
		v.hidesDraft = v.c.State == Drafted && !seesDrafts(ctx)
		if v.files, err = Files(ctx, tx, v.c.ID, v.c.Round); err != nil {
			return err
		}
		if v.events, err = Events(ctx, tx, v.c.ID); err != nil {
			return err
		}
		if v.submissions, err = Submissions(ctx, tx, v.c.ID); err != nil {
			return err
		}
		if v.appeal, err = FindAppeal(ctx, tx, v.c.ID); err != nil {
			return err
		}
		if v.items, err = ItemsOf(ctx, tx, v.c.ID); err != nil {
			return err
		}
		return v.fill(ctx, tx)
	})
	return v, err
}

// fill reads the meetings of the case's items, and what its indicators are called.
func (v *caseView) fill(ctx context.Context, tx *store.Tx) error {
	v.meetings = map[string]*meetingView{}
	for n := range v.items {
		m, err := FindMeeting(ctx, tx, v.items[n].MeetingID)
		if err != nil {
			return err
		}
		members, err := Members(ctx, tx, m.BoardID)
		if err != nil {
			return err
		}
		v.meetings[m.ID] = &meetingView{m: m, members: members}
	}
	if len(v.c.IndicatorIDs.V) == 0 {
		return nil
	}
	return eachIndicator(ctx, tx, func(key string, i *plan.Indicator) {
		if slices.Contains(v.c.IndicatorIDs.V, i.ID) {
			v.indicators = append(v.indicators, ui.Link{Text: i.Label + ". " + i.Text, Href: "/plan/" + key + "/indicator/" + strconv.Itoa(i.Number)})
		}
	})
}

// eachIndicator goes through the current plan's indicators that ask for a delivery.
func eachIndicator(ctx context.Context, tx *store.Tx, do func(key string, i *plan.Indicator)) error {
	key, err := plan.CurrentKey(ctx, tx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := plan.Find(ctx, tx, key)
	if err != nil {
		return err
	}
	for _, i := range p.Indicators() {
		if i.Rule.IsDelivery() {
			do(key, i)
		}
	}
	return nil
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return v.show(w, r, http.StatusOK)
}

func (v *caseView) show(w http.ResponseWriter, r *http.Request, status int) error {
	return web.Show(w, r, status, casePage(v))
}

// proposalForm is the form of a case's texts.
func (f *Feature) proposalForm(r *http.Request, typed *form.Form, v *formView) (*formView, error) {
	ctx := r.Context()
	p := i18n.In(ctx)
	kinds := make([]ui.Option, len(Kinds))
	for n, kind := range Kinds {
		kinds[n] = ui.Option{Value: "none", Text: p.T("cases.kind.none"), Hint: p.T("cases.kind_hint.none")}
		if kind != "" {
			kinds[n] = ui.Option{Value: string(kind), Text: p.T("cases.kind." + string(kind)), Hint: p.T("cases.kind_hint." + string(kind))}
		}
	}
	var indicators []ui.Option
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		return eachIndicator(ctx, tx, func(_ string, i *plan.Indicator) {
			indicators = append(indicators, ui.Option{Value: i.ID, Text: i.Label + ". " + i.Text})
		})
	})
	v.form = typed
	v.fields = []asked{{Input: ui.Input{Name: "title", Label: p.T("cases.title_label"), Hint: p.T("cases.title_hint")}},
		{Input: ui.Input{Name: "points", Label: p.T("cases.paper.proposal"), Hint: p.T("cases.points_hint"), Rows: 6}, as: manyLines},
		{Input: ui.Input{Name: "summary", Label: p.T("cases.summary"), Hint: p.T("cases.summary_hint"), Optional: true, Rows: 6}, as: manyLines},
		{Input: ui.Input{Name: "background", Label: p.T("cases.background"), Hint: p.T("cases.background_hint"), Optional: true, Rows: 12}, as: manyLines},
		{Input: ui.Input{Name: "kind", Label: p.T("cases.counts"), Hint: p.T("cases.counts_hint")}, as: radios, options: kinds}}
	if len(indicators) > 0 {
		v.fields = append(v.fields, asked{Input: ui.Input{Name: "indicators", Label: p.T("cases.indicators"), Hint: p.T("cases.indicators_hint"), Optional: true}, as: ticked, options: indicators})
	}
	return v, err
}

func proposalIn(typed *form.Form) Proposal {
	p := Proposal{Title: typed.Text("title"), Points: lines(typed.Text("points")), Summary: typed.Text("summary"), Background: typed.Text("background"),
		Kind: plan.EvidenceKind(typed.Text("kind")), IndicatorIDs: typed.All("indicators")}
	if p.Kind == "none" {
		p.Kind = ""
	}
	p.tidy()
	return p
}

func (f *Feature) newForm(r *http.Request, typed *form.Form) (*formView, error) {
	p := i18n.In(r.Context())
	return f.proposalForm(r, typed, &formView{title: p.T("cases.open"), lead: p.T("cases.open_lead"), crumbs: crumbs(p), action: "/cases", cancel: "/cases", send: p.T("cases.save_draft")})
}

func crumbs(p i18n.Printer) []ui.Link { return []ui.Link{{Text: p.T("cases.title"), Href: "/cases"}} }

func (f *Feature) askNew(w http.ResponseWriter, r *http.Request) error {
	v, err := f.newForm(r, form.Of("id", store.NewID(), "kind", string(plan.Proposal)))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// open opens a case. Officers, managers and administrators only.
func (f *Feature) open(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.newForm(r, typed)
	if err != nil {
		return err
	}
	p := proposalIn(typed)
	p.ID = store.GivenID(typed.Text("id"))
	refuseAll(typed, p.check())
	return f.save(w, r, v, "/cases/"+p.ID, func(ctx context.Context, tx *store.Tx) error {
		_, err := Propose(ctx, tx, p)
		return err
	})
}

// save carries out what a form asks for and goes on, or shows the form again with what is wrong.
func (f *Feature) save(w http.ResponseWriter, r *http.Request, v *formView, to string, do func(context.Context, *store.Tx) error) error {
	if v.form.IsRight() {
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(r.Context(), tx) })
		if err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
		if !refuseError(v.form, err) {
			return err
		}
	}
	return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v))
}

func (f *Feature) askEdit(w http.ResponseWriter, r *http.Request) error {
	c, err := f.look(r)
	if err != nil {
		return err
	}
	v, err := f.editForm(r, c, formOf(&c.c))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

func formOf(c *Case) *form.Form {
	kind := string(c.Kind)
	if kind == "" {
		kind = "none"
	}
	pairs := []string{"seen", strconv.Itoa(c.Version), "title", c.Title, "points", strings.Join(c.Points.V, "\n"), "summary", c.Summary, "background", c.Background, "kind", kind}
	for _, id := range c.IndicatorIDs.V {
		pairs = append(pairs, "indicators", id)
	}
	return form.Of(pairs...)
}

func (f *Feature) editForm(r *http.Request, c *caseView, typed *form.Form) (*formView, error) {
	p := i18n.In(r.Context())
	return f.proposalForm(r, typed, &formView{title: p.T("cases.change"), meta: c.c.DiaryNumber, crumbs: c.crumbsBelow(p), action: c.href("/edit"), cancel: c.href(""), send: p.T("cases.save")})
}

// change changes what a case says. Officers, managers and administrators only.
func (f *Feature) change(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	c, err := f.look(r)
	if err != nil {
		return err
	}
	v, err := f.editForm(r, c, typed)
	if err != nil {
		return err
	}
	p := proposalIn(typed)
	refuseAll(typed, p.check())
	seen, _ := strconv.Atoi(typed.Text("seen"))
	err = f.save(w, r, v, c.href(""), func(ctx context.Context, tx *store.Tx) error { return Change(ctx, tx, c.c.ID, p, seen) })
	if !errors.Is(err, ErrSavedMeanwhile) {
		return err
	}
	return f.conflict(w, r, v, "case", c.c.ID, formOf(&c.c), c.c.Version, [][2]string{{"title", "cases.title_label"}, {"points", "cases.paper.proposal"}, {"summary", "cases.summary"}, {"background", "cases.background"}})
}

// conflict shows a form again when somebody else saved while the reader was writing: who, and what differs.
func (f *Feature) conflict(w http.ResponseWriter, r *http.Request, v *formView, kind, id string, saved *form.Form, version int, fields [][2]string) error {
	ctx := r.Context()
	var last audit.Entry
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		last, err = audit.Last(ctx, tx, kind, id)
		return err
	}); err != nil {
		return err
	}
	v.stale = &ui.Meanwhile{Who: last.ActorName, When: last.At.In(calendar.Stockholm()).Format("2006-01-02 15.04")}
	pairs := []string{"seen", strconv.Itoa(version)}
	for _, field := range v.form.Fields() {
		if field != "seen" {
			for _, value := range v.form.All(field) {
				pairs = append(pairs, field, value)
			}
		}
	}
	for _, field := range fields {
		if before, now := saved.Text(field[0]), v.form.Text(field[0]); before != now {
			v.stale.Differences = append(v.stale.Differences, ui.Difference{Label: i18n.T(ctx, field[1]), Saved: before, Typed: now})
		}
	}
	v.form = form.Of(pairs...)
	return web.Show(w, r, http.StatusConflict, formPage(v))
}

// addFiles keeps documents with a case. Officers, managers and administrators only.
func (f *Feature) addFiles(w http.ResponseWriter, r *http.Request) error {
	typed, err := file.ReadForm(w, r, file.LargestSending)
	if err != nil {
		return err
	}
	files, err := file.Sent(r, typed, "files")
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if typed.IsRight() && len(files) == 0 {
		typed.Refuse("files", i18n.Msg("cases.choose_files"))
	}
	if typed.IsRight() {
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddFiles(r.Context(), tx, v.c.ID, files) })
		if err == nil {
			http.Redirect(w, r, v.href("#documents"), http.StatusSeeOther)
			return nil
		}
		if !refuseError(typed, err) {
			return err
		}
	}
	v.sending = typed
	return v.show(w, r, http.StatusUnprocessableEntity)
}

// removeFile takes a document away. Officers, managers and administrators only.
func (f *Feature) removeFile(w http.ResponseWriter, r *http.Request) error {
	position, _ := strconv.Atoi(r.PathValue("position"))
	id := r.PathValue("id")
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveFile(r.Context(), tx, id, position) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id+"#documents", http.StatusSeeOther)
	return nil
}
