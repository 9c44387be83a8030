package cases

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/series"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) showBoards(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &boardsView{mayDecide: accounts.May(ctx, accounts.DecideCases)}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.series, err = series.Now(ctx, tx); err == nil {
			v.boards, err = Boards(ctx, tx)
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, boardsPage(v))
}

// lookAtBoard reads the board in the address.
func (f *Feature) lookAtBoard(r *http.Request) (*boardView, error) {
	ctx := r.Context()
	v := &boardView{today: f.today(), mayDecide: accounts.May(ctx, accounts.DecideCases)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.b, err = FindBoard(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.members, err = Members(ctx, tx, v.b.ID); err != nil {
			return err
		}
		v.meetings, err = MeetingsOf(ctx, tx, v.b.ID)
		return err
	})
	return v, err
}

func (f *Feature) showBoard(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, boardPage(v))
}

func boardsCrumbs(p i18n.Printer) []ui.Link {
	return append(crumbs(p), ui.Link{Text: p.T("cases.boards"), Href: "/boards"})
}

func boardNameField(p i18n.Printer) []asked {
	return []asked{{Input: ui.Input{Name: "name", Label: p.T("cases.board_name"), Autocomplete: "off"}}}
}

func newBoardForm(r *http.Request, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.board_add"), lead: p.T("cases.board_lead"), crumbs: boardsCrumbs(p), action: "/boards", cancel: "/boards", send: p.T("cases.board_add"), form: typed, fields: boardNameField(p)}
}

func (f *Feature) askBoard(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formPage(newBoardForm(r, form.Of("id", store.NewID()))))
}

// addBoard adds a board. Officers, managers and administrators only.
func (f *Feature) addBoard(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := store.GivenID(typed.Text("id"))
	return f.save(w, r, newBoardForm(r, typed), "/boards/"+id, func(ctx context.Context, tx *store.Tx) error { return AddBoard(ctx, tx, id, typed.Text("name")) })
}

func renameForm(r *http.Request, b *boardView, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.board_rename"), meta: b.b.Name, crumbs: b.crumbsBelow(p), action: b.href("/edit"), cancel: b.href(""), send: p.T("cases.save"), form: typed, fields: boardNameField(p)}
}

func (f *Feature) askRename(w http.ResponseWriter, r *http.Request) error {
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(renameForm(r, b, form.Of("seen", strconv.Itoa(b.b.Version), "name", b.b.Name))))
}

// rename gives a board another name. Officers, managers and administrators only.
func (f *Feature) rename(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	v := renameForm(r, b, typed)
	seen, _ := strconv.Atoi(typed.Text("seen"))
	err = f.save(w, r, v, b.href(""), func(ctx context.Context, tx *store.Tx) error {
		return RenameBoard(ctx, tx, b.b.ID, typed.Text("name"), seen)
	})
	if !errors.Is(err, ErrSavedMeanwhile) {
		return err
	}
	return f.conflict(w, r, v, boardKind, b.b.ID, form.Of("name", b.b.Name), b.b.Version, [][2]string{{"name", "cases.board_name"}})
}

func seriesForm(r *http.Request, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.series"), lead: p.T("cases.series_lead"), crumbs: boardsCrumbs(p), action: "/boards/series/edit", cancel: "/boards", send: p.T("cases.save"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "series", Label: p.T("cases.series_label"), Hint: p.T("cases.series_hint"), Columns: 24, Autocomplete: "off"}}}}
}

func (f *Feature) askSeries(w http.ResponseWriter, r *http.Request) error {
	var now Series
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		now, err = series.Now(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(seriesForm(r, form.Of("series", string(now)))))
}

// setSeries says how diary numbers are written. Officers, managers and administrators only.
func (f *Feature) setSeries(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	return f.save(w, r, seriesForm(r, typed), "/boards", func(ctx context.Context, tx *store.Tx) error { return SetSeries(ctx, tx, Series(typed.Text("series"))) })
}

// memberForm offers the accounts of elected members that are open.
func (f *Feature) memberForm(r *http.Request, b *boardView, typed *form.Form) (*formView, error) {
	p := i18n.In(r.Context())
	offices := make([]ui.Option, len(Offices))
	for n, office := range Offices {
		offices[n] = ui.Option{Value: string(office), Text: p.T("cases.office." + string(office))}
	}
	people := []ui.Option{{Value: "none", Text: p.T("cases.no_account")}}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		all, err := accounts.List(r.Context(), tx)
		for _, a := range all {
			if a.Role == accounts.Elected && !a.Closed && !a.Erased {
				people = append(people, ui.Option{Value: a.ID, Text: a.Name})
			}
		}
		return err
	})
	return &formView{title: p.T("cases.member_add"), meta: b.b.Name, crumbs: b.crumbsBelow(p), action: b.href("/members"), cancel: b.href(""), send: p.T("cases.member_add"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "name", Label: p.T("cases.member_name"), Autocomplete: "off"}}, {Input: ui.Input{Name: "office", Label: p.T("cases.office_label")}, as: radios, options: offices},
			{Input: ui.Input{Name: "account", Label: p.T("cases.account"), Hint: p.T("cases.account_hint")}, as: chosen, options: people},
			{Input: ui.Input{Name: "from", Label: p.T("cases.member_from"), Kind: ui.DateKind}}}}, err
}

func (f *Feature) askMember(w http.ResponseWriter, r *http.Request) error {
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	v, err := f.memberForm(r, b, form.Of("id", store.NewID(), "office", string(Ordinary), "account", "none", "from", f.today().String()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// addMember adds a member to a board. Officers, managers and administrators only.
func (f *Feature) addMember(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	v, err := f.memberForm(r, b, typed)
	if err != nil {
		return err
	}
	m := Member{ID: store.GivenID(typed.Text("id")), BoardID: b.b.ID, Name: typed.Text("name"), Office: Office(typed.Text("office")), From: typed.Date("from")}
	if account := typed.Text("account"); store.IsID(account) {
		m.AccountID = &account
	}
	refuseAll(typed, m.check())
	return f.save(w, r, v, b.href("#members"), func(ctx context.Context, tx *store.Tx) error { return AddMember(ctx, tx, m) })
}

func (f *Feature) endMemberForm(r *http.Request, b *boardView, typed *form.Form) (*formView, error) {
	p := i18n.In(r.Context())
	for n := range b.members {
		if m := &b.members[n]; m.ID == r.PathValue("member") {
			return &formView{title: p.T("cases.member_end"), meta: m.Name, crumbs: b.crumbsBelow(p), action: b.href("/members/" + m.ID + "/end"), cancel: b.href(""), send: p.T("cases.member_end"),
				form: typed, fields: []asked{dayField(r, "cases.member_until", "")}}, nil
		}
	}
	return nil, i18n.Fail("cases.member_unknown").Because(store.ErrNotFound)
}

func (f *Feature) askEndMember(w http.ResponseWriter, r *http.Request) error {
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	v, err := f.endMemberForm(r, b, form.Of("day", f.today().String()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// endMember says which day was a member's last. Officers, managers and administrators only.
func (f *Feature) endMember(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	v, err := f.endMemberForm(r, b, typed)
	if err != nil {
		return err
	}
	day := typed.Date("day")
	return f.save(w, r, v, b.href("#members"), func(ctx context.Context, tx *store.Tx) error {
		return EndMember(ctx, tx, b.b.ID, r.PathValue("member"), day)
	})
}

func meetingFields(p i18n.Printer) []asked {
	return []asked{{Input: ui.Input{Name: "day", Label: p.T("cases.meeting_day"), Kind: ui.DateKind}}, {Input: ui.Input{Name: "begins", Label: p.T("cases.begins"), Hint: p.T("cases.begins_hint"), Optional: true, Columns: 8}},
		{Input: ui.Input{Name: "place", Label: p.T("cases.place"), Optional: true}}}
}

func meetingIn(typed *form.Form) Meeting {
	return Meeting{Day: typed.Date("day"), Begins: typed.Text("begins"), Place: typed.Text("place")}
}

func newMeetingForm(r *http.Request, b *boardView, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.meeting_add"), meta: b.b.Name, crumbs: b.crumbsBelow(p), action: b.href("/meetings"), cancel: b.href(""), send: p.T("cases.meeting_add"), form: typed, fields: meetingFields(p)}
}

func (f *Feature) askMeeting(w http.ResponseWriter, r *http.Request) error {
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(newMeetingForm(r, b, form.Of("id", store.NewID()))))
}

// addMeeting plans a meeting. Officers, managers and administrators only.
func (f *Feature) addMeeting(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	b, err := f.lookAtBoard(r)
	if err != nil {
		return err
	}
	m := meetingIn(typed)
	m.ID, m.BoardID = store.GivenID(typed.Text("id")), b.b.ID
	refuseAll(typed, m.check())
	return f.save(w, r, newMeetingForm(r, b, typed), "/board-meetings/"+m.ID, func(ctx context.Context, tx *store.Tx) error { return AddMeeting(ctx, tx, m) })
}
