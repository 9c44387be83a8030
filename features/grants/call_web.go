package grants

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/cases"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// lookAt reads the call in the address.
func (f *Feature) lookAt(r *http.Request) (*callView, error) {
	ctx := r.Context()
	v := &callView{now: f.now(), mayChange: accounts.May(ctx, accounts.ManageGrants), done: doneIn(r)}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Call, err = FindCall(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.programme, err = FindProgramme(ctx, tx, v.ProgrammeID); err != nil {
			return err
		}
		if v.guidelines, err = Guidelines(ctx, tx, v.ProgrammeID); err != nil {
			return err
		}
		if v.DirectionCase != "" {
			found, err := cases.Find(ctx, tx, v.DirectionCase)
			if err != nil {
				return err
			}
			v.diary = found.DiaryNumber
		}
		if v.State == Prepared || v.State == DirectionDecided {
			v.missing = Missing(&v.Call, &v.programme, v.guidelines, v.now)
		}
		return nil
	})
}

func (f *Feature) showCall(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAt(r)
	if err != nil {
		return err
	}
	v.copyID = store.NewID()
	return web.Show(w, r, http.StatusOK, callPage(v))
}

// frameRows is how many rows for frames the form has at least.
const frameRows = 3

// mostFrames bounds them.
const mostFrames = 40

func callForm(p i18n.Printer, title, meta, action, cancel string, back []ui.Link, c *Call, typed *form.Form) *formView {
	input := func(name string, optional bool) ui.Input {
		return ui.Input{Name: name, Label: p.T("grants.field." + name), Optional: optional, Autocomplete: "off"}
	}
	date := func(name string) ui.Input { in := input(name, true); in.Kind = ui.DateKind; return in }
	clock := func(name string) ui.Input { in := input(name, true); in.Columns = 6; return in }
	year, direction, contact := input("year", false), input("direction", true), input("contact", true)
	year.Kind, year.Columns = ui.Whole, 6
	direction.Rows, direction.Hint, contact.Hint = 8, p.T("grants.hint.direction"), p.T("grants.hint.contact")
	closes := clock("closes_at")
	closes.Hint = p.T("grants.hint.closes_at")
	view := &formView{title: title, meta: meta, crumbs: back, action: action, cancel: cancel, send: p.T("grants.save"), form: typed, fields: []asked{{Input: input("title", false)}, {Input: year},
		{Input: direction, as: manyLines}, {Input: date("opens_on"), heading: p.T("grants.form.days")}, {Input: clock("opens_at")}, {Input: date("closes_on")}, {Input: closes}}}
	if c != nil && c.IsFixed() {
		view.lead = p.T("grants.fixed_lead")
		why := input("why", true)
		why.Hint = p.T("grants.hint.longer_why")
		view.fields = append(view.fields, asked{Input: why, as: manyLines})
	}
	view.fields = append(view.fields, asked{Input: date("decision_on")}, asked{Input: date("report_due_on")}, asked{Input: contact, as: manyLines})
	rows := frameRows
	if c != nil {
		rows = max(rows, len(c.Content.Frames)+1)
	}
	for i := range min(rows, mostFrames) {
		n := strconv.Itoa(i)
		account := asked{Input: ui.Input{Name: "account" + n, Label: p.T("grants.form.frame_account", "number", i+1), Optional: true, Autocomplete: "off"}}
		if i == 0 {
			account.heading = p.T("grants.form.frames")
			account.Hint = p.T("grants.hint.frames")
		}
		view.fields = append(view.fields, account, asked{Input: ui.Input{Name: "frame_year" + n, Label: p.T("grants.form.frame_year", "number", i+1), Kind: ui.Whole, Columns: 6, Optional: true}},
			asked{Input: ui.Input{Name: "frame" + n, Label: p.T("grants.form.frame_amount", "number", i+1), Kind: ui.Decimal, Columns: 14, Unit: "kr", Optional: true}})
	}
	return view
}

// callIn reads what is said of a call from its form.
func callIn(typed *form.Form) CallContent {
	c := CallContent{Title: typed.Text("title"), Year: wholeIn(typed, "year"), Direction: typed.Text("direction"), Opens: momentIn(typed, "opens_on", "opens_at"), Closes: momentIn(typed, "closes_on", "closes_at"),
		DecisionOn: typed.Date("decision_on"), ReportDueOn: typed.Date("report_due_on"), Contact: typed.Text("contact")}
	for i := range mostFrames {
		n := strconv.Itoa(i)
		frame := Frame{Account: strings.Join(strings.Fields(typed.Text("account"+n)), " "), Year: wholeIn(typed, "frame_year"+n), Amount: moneyIn(typed, "frame"+n)}
		if frame.Account == "" && frame.Amount == 0 {
			continue
		}
		if frame.Year == 0 {
			frame.Year = c.Year
		}
		switch {
		case frame.Account == "":
			typed.RefuseFirst("account"+n, i18n.Msg("grants.frame_wrong"))
		case frame.Amount == 0:
			typed.RefuseFirst("frame"+n, i18n.Msg("grants.frame_wrong"))
		}
		c.Frames = append(c.Frames, frame)
	}
	c.tidy()
	return c
}

// momentIn reads an instant. Without a day there is none: the time of day was filled in beforehand.
func momentIn(typed *form.Form, day, clock string) time.Time {
	if typed.Text(day) == "" {
		return time.Time{}
	}
	return typed.Moment(day, clock)
}

// usualOpening and usualClosing are the times of day that stand in the form until somebody has chosen others.
const (
	usualOpening = "08.00"
	usualClosing = "24.00"
)

func formOfCall(c *Call) *form.Form {
	content := &c.Content
	opensOn, opensAt := form.MomentFields(content.Opens, false)
	closesOn, closesAt := form.MomentFields(content.Closes, true)
	pairs := []string{"seen", strconv.Itoa(c.Version), "title", content.Title, "year", strconv.Itoa(content.Year), "direction", content.Direction, "opens_on", opensOn, "opens_at", cmp.Or(opensAt, usualOpening), "closes_on", closesOn,
		"closes_at", cmp.Or(closesAt, usualClosing), "decision_on", content.DecisionOn.String(), "report_due_on", content.ReportDueOn.String(), "contact", content.Contact}
	for i, f := range content.Frames {
		n := strconv.Itoa(i)
		pairs = append(pairs, "account"+n, f.Account, "frame_year"+n, strconv.Itoa(f.Year), "frame"+n, kronor(f.Amount))
	}
	return form.Of(pairs...)
}

func (f *Feature) askCall(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	p, year := i18n.In(r.Context()), strconv.Itoa(v.now.Year()+1)
	filled := form.Of("id", store.NewID(), "title", v.Name+" "+year, "year", year, "opens_at", usualOpening, "closes_at", usualClosing, "account0", v.Account, "frame_year0", year)
	return web.Show(w, r, http.StatusOK, formPage(callForm(p, p.T("grants.new_call"), v.Name, v.href("/calls"), v.href(""), v.below(p), nil, filled)))
}

func (f *Feature) addCall(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	p, id := i18n.In(r.Context()), store.GivenID(typed.Text("id"))
	content := callIn(typed)
	return f.save(w, r, saving{view: callForm(p, p.T("grants.new_call"), v.Name, v.href("/calls"), v.href(""), v.below(p), nil, typed), faults: content.check(),
		do: func(tx *store.Tx) error { return AddCall(r.Context(), tx, id, v.ID, content) },
		to: func() string { return "/calls/" + id + "?done=added" }})
}

func (f *Feature) copyCall(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := store.GivenID(typed.Text("id"))
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return CopyCall(r.Context(), tx, id, r.PathValue("id")) })
	return web.GoTo(w, r, err, "/calls/"+id+"?done=copied")
}

func (v *callView) form(p i18n.Printer, typed *form.Form) *formView {
	return callForm(p, p.T("grants.change_call"), v.Content.Title, v.href("/edit"), v.href(""), v.below(p), &v.Call, typed)
}

func (f *Feature) askChangeCall(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v.form(i18n.In(r.Context()), formOfCall(&v.Call))))
}

// sentTo reads the call in the address and the form that was sent.
func (f *Feature) sentTo(w http.ResponseWriter, r *http.Request) (*callView, *form.Form, error) {
	typed, err := form.Read(w, r)
	if err != nil {
		return nil, nil, err
	}
	v, err := f.lookAt(r)
	return v, typed, err
}

func (f *Feature) changeCall(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sentTo(w, r)
	if err != nil {
		return err
	}
	content, why := callIn(typed), typed.Text("why")
	faults := append(content.check(), checkTexts(longestText, "why", why)...)
	if v.Version == typed.Seen() {
		faults = append(faults, mayChange(&v.Call, &content, why)...)
	}
	return f.save(w, r, saving{view: v.form(i18n.In(r.Context()), typed), faults: faults, kind: callKind, id: v.ID,
		do: func(tx *store.Tx) error {
			return ChangeCall(r.Context(), tx, v.ID, content, why, typed.Seen(), f.now())
		},
		saved: func() (*form.Form, int, error) {
			now, err := f.lookAt(r)
			return formOfCall(&now.Call), now.Version, err
		},
		to: func() string { return v.href("?done=changed") }})
}

func (v *callView) proposal(p i18n.Printer, typed *form.Form) *formView {
	return proposalForm(p, v.Content.Title, p.T("grants.propose_lead"), v.href("/propose"), v.href(""), v.below(p), typed)
}

func (f *Feature) askPropose(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAt(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Show(w, r, http.StatusOK, formPage(v.proposal(p, form.Of("id", store.NewID(), "title", p.T("grants.case_title", "title", v.Content.Title), "points", p.T("grants.case_point", "title", v.Content.Title),
		"summary", v.Content.Direction))))
}

func (f *Feature) propose(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sentTo(w, r)
	if err != nil {
		return err
	}
	return f.save(w, r, saving{view: v.proposal(i18n.In(r.Context()), typed),
		do: func(tx *store.Tx) error {
			_, err := ProposeDirection(r.Context(), tx, v.ID, proposalIn(typed), f.now())
			return err
		},
		to: func() string { return v.href("?done=proposed") }})
}

func (f *Feature) schedule(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Schedule(r.Context(), tx, id, f.now()) })
	return web.GoTo(w, r, err, "/calls/"+id+"?done=scheduled")
}

// moves are the ways that an officer can go by hand now.
func (v *callView) moves() []CallState { return officerMoves[v.state()] }

func (v *callView) moveForm(p i18n.Printer, to CallState, typed *form.Form) *formView {
	view := &formView{title: p.T("grants.move." + string(to)), meta: v.Content.Title, lead: p.T("grants.move_lead." + string(to)), crumbs: v.below(p), action: v.href("/move/" + string(to)), cancel: v.href(""),
		send: p.T("grants.move." + string(to)), form: typed}
	if way, _ := CallWays.Find(v.state(), to); way.Reason {
		view.fields = []asked{{Input: ui.Input{Name: "why", Label: p.T("grants.field.why")}, as: manyLines}}
	}
	return view
}

// target is the state in the address, if an officer can take the call there.
func (v *callView) target(r *http.Request) (CallState, error) {
	to := CallState(r.PathValue("state"))
	if !slices.Contains(v.moves(), to) {
		return "", i18n.Fail("grants.not_now").Because(ErrNotNow)
	}
	return to, nil
}

func (f *Feature) askMove(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAt(r)
	if err != nil {
		return err
	}
	to, err := v.target(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v.moveForm(i18n.In(r.Context()), to, form.Of())))
}

func (f *Feature) move(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sentTo(w, r)
	if err != nil {
		return err
	}
	to := CallState(r.PathValue("state"))
	if v.state() == to {
		return web.GoTo(w, r, nil, v.href("?done=moved"))
	}
	if to, err = v.target(r); err != nil {
		return err
	}
	return f.save(w, r, saving{view: v.moveForm(i18n.In(r.Context()), to, typed), faults: checkTexts(longestText, "why", typed.Text("why")),
		do: func(tx *store.Tx) error { return Move(r.Context(), tx, v.ID, to, typed.Text("why"), f.now()) },
		to: func() string { return v.href("?done=moved") }})
}
