package cases

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// lookAtMeeting reads the meeting in the address with its agenda and who belongs there.
func (f *Feature) lookAtMeeting(r *http.Request) (*meetingView, error) {
	ctx := r.Context()
	account, _ := accounts.In(ctx)
	v := &meetingView{today: f.today(), mayDecide: accounts.May(ctx, accounts.DecideCases)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.m, err = FindMeeting(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.items, err = Items(ctx, tx, v.m.ID); err != nil {
			return err
		}
		if v.members, err = ServingOn(ctx, tx, v.m.BoardID, v.m.Day); err != nil {
			return err
		}
		v.present, err = PresentAt(ctx, tx, v.m.ID)
		return err
	})
	if accounts.May(ctx, accounts.DeclareConflict) {
		v.own = ownMember(v.members, account.ID)
	}
	return v, err
}

func (f *Feature) showMeeting(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, meetingPage(v))
}

func changeMeetingForm(r *http.Request, m *meetingView, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.meeting_change"), meta: m.name(p), crumbs: m.crumbsBelow(p), action: m.href("/edit"), cancel: m.href(""), send: p.T("cases.save"), form: typed, fields: meetingFields(p)}
}

func meetingFormOf(m *Meeting) *form.Form {
	return form.Of("seen", strconv.Itoa(m.Version), "day", m.Day.String(), "begins", m.Begins, "place", m.Place)
}

func (f *Feature) askChangeMeeting(w http.ResponseWriter, r *http.Request) error {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(changeMeetingForm(r, m, meetingFormOf(&m.m))))
}

// changeMeeting changes when and where a board meets. Officers, managers and administrators only.
func (f *Feature) changeMeeting(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	m := meetingIn(typed)
	m.ID = kept.m.ID
	refuseAll(typed, m.check())
	v := changeMeetingForm(r, kept, typed)
	seen, _ := strconv.Atoi(typed.Text("seen"))
	err = f.save(w, r, v, kept.href(""), func(ctx context.Context, tx *store.Tx) error { return ChangeMeeting(ctx, tx, m, seen) })
	if !errors.Is(err, ErrSavedMeanwhile) {
		return err
	}
	return f.conflict(w, r, v, meetingKind, m.ID, meetingFormOf(&kept.m), kept.m.Version, [][2]string{{"day", "cases.meeting_day"}, {"begins", "cases.begins"}, {"place", "cases.place"}})
}

// memberOptions are members to tick: all, or only those named.
func (v *meetingView) memberOptions(p i18n.Printer, only []string) []ui.Option {
	var options []ui.Option
	for n := range v.members {
		m := &v.members[n]
		if only == nil || slices.Contains(only, m.ID) {
			options = append(options, ui.Option{Value: m.ID, Text: m.Name, Hint: p.T("cases.office." + string(m.Office))})
		}
	}
	return options
}

func presentForm(r *http.Request, m *meetingView, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.attendance"), meta: m.name(p), lead: p.T("cases.attendance_lead"), crumbs: m.crumbsBelow(p), action: m.href("/present"), cancel: m.href(""), send: p.T("cases.attendance_save"),
		form: typed, fields: []asked{{Input: ui.Input{Name: "present", Label: p.T("cases.attendance_who")}, as: ticked, options: m.memberOptions(p, nil)}}}
}

// askWhoIsThere shows the members to tick. At first all but the substitutes are.
func (f *Feature) askWhoIsThere(w http.ResponseWriter, r *http.Request) error {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	var pairs []string
	for n := range m.members {
		if one := &m.members[n]; slices.Contains(m.present, one.ID) || len(m.present) == 0 && one.Office != Substitute {
			pairs = append(pairs, "present", one.ID)
		}
	}
	return web.Show(w, r, http.StatusOK, formPage(presentForm(r, m, form.Of(pairs...))))
}

// whoIsThere says who is at the meeting. Officers, managers and administrators only.
func (f *Feature) whoIsThere(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	return f.save(w, r, presentForm(r, m, typed), m.href(""), func(ctx context.Context, tx *store.Tx) error {
		return SetPresent(ctx, tx, m.m.ID, typed.All("present"))
	})
}

// moveUp exchanges an item with the one before. Officers, managers and administrators only.
func (f *Feature) moveUp(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return MoveUp(r.Context(), tx, id, r.PathValue("item")) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/board-meetings/"+id, http.StatusSeeOther)
	return nil
}

// itemIn is the item in the address, among those of its meeting.
func itemIn(r *http.Request, m *meetingView) (*Item, error) {
	for n := range m.items {
		if m.items[n].ID == r.PathValue("item") {
			return &m.items[n], nil
		}
	}
	return nil, i18n.Fail("cases.item_unknown").Because(store.ErrNotFound)
}

// rulingForm is the form with which the secretary records what the meeting did about an item.
func (f *Feature) rulingForm(r *http.Request, m *meetingView, i *Item, typed *form.Form) (*formView, error) {
	p := i18n.In(r.Context())
	outcomes := make([]ui.Option, len(Outcomes))
	for n, act := range Outcomes {
		outcomes[n] = ui.Option{Value: string(act), Text: p.T("cases.outcome." + string(act)), Hint: p.T("cases.outcome_hint." + string(act))}
	}
	left := ui.Input{Name: "left", Label: p.T("cases.ruling.left"), Hint: p.T("cases.ruling.left_hint"), Optional: true}
	if names := m.names(declaredBy(i)); names != "" {
		left.Hint, left.Optional = p.T("cases.ruling.left_declared", "names", names), false
	}
	next, err := f.meetingField(r, "next", "cases.ruling.next")
	next.Optional, next.Hint = true, p.T("cases.ruling.next_hint")
	next.options = slices.DeleteFunc(next.options, func(o ui.Option) bool { return o.Value == m.m.ID })
	next.options = append([]ui.Option{{Value: "none", Text: p.T("cases.ruling.next_unknown")}}, next.options...)
	v := &formView{title: p.T("cases.ruling.title"), meta: i.DiaryNumber + " " + i.Title, crumbs: m.crumbsBelow(p), action: m.itemHref(i, "/ruling"), cancel: m.href(""), send: p.T("cases.ruling.send"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "paragraph", Label: p.T("cases.paragraph"), Hint: p.T("cases.paragraph_hint"), Kind: ui.Whole, Columns: 6}},
			{Input: left, as: ticked, options: m.memberOptions(p, append([]string{}, m.present...))},
			{Input: ui.Input{Name: "outcome", Label: p.T("cases.ruling.outcome")}, as: radios, options: outcomes},
			{Input: ui.Input{Name: "decision", Label: p.T("cases.ruling.decision"), Hint: p.T("cases.ruling.decision_hint"), Rows: 6}, as: manyLines},
			{Input: ui.Input{Name: "why", Label: p.T("cases.ruling.why"), Hint: p.T("cases.ruling.why_hint"), Optional: true}, as: manyLines}, next}}
	return v, err
}

func declaredBy(i *Item) []string {
	ids := make([]string, len(i.Declared))
	for n, c := range i.Declared {
		ids[n] = c.MemberID
	}
	return ids
}

// askRuling fills in the proposal as the decision, the next free paragraph, and that those with a conflict have left.
func (f *Feature) askRuling(w http.ResponseWriter, r *http.Request) error {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	i, err := itemIn(r, m)
	if err != nil {
		return err
	}
	if len(m.present) == 0 {
		http.Redirect(w, r, m.href("/present/edit"), http.StatusSeeOther)
		return nil
	}
	var c Case
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		c, err = Find(r.Context(), tx, i.CaseID)
		return err
	}); err != nil {
		return err
	}
	paragraph := 1
	for n := range m.items {
		paragraph = max(paragraph, m.items[n].Paragraph+1)
	}
	pairs := []string{"paragraph", strconv.Itoa(paragraph), "decision", strings.Join(c.Points.V, "\n"), "next", "none"}
	left := declaredBy(i)
	if i.IsRecorded() {
		pairs = []string{"paragraph", strconv.Itoa(i.Paragraph), "decision", i.Decision, "outcome", string(i.Outcome), "why", i.Why, "next", "none"}
		left = i.Left
	}
	for _, id := range left {
		if slices.Contains(m.present, id) {
			pairs = append(pairs, "left", id)
		}
	}
	v, err := f.rulingForm(r, m, i, form.Of(pairs...))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

// record writes down what the meeting did about an item. Officers, managers and administrators only.
func (f *Feature) record(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	i, err := itemIn(r, m)
	if err != nil {
		return err
	}
	v, err := f.rulingForm(r, m, i, typed)
	if err != nil {
		return err
	}
	ruling := Ruling{Outcome: Act(typed.Text("outcome")), Decision: pointsIn(typed.Text("decision")), Why: typed.Text("why"), Left: typed.All("left")}
	if n := typed.Whole("paragraph"); n != nil {
		ruling.Paragraph = *n
	}
	if next := typed.Text("next"); store.IsID(next) {
		ruling.NextID = next
	}
	refuseAll(typed, ruling.check(m.present, i.Declared))
	return f.save(w, r, v, m.href("#item-"+i.ID), func(ctx context.Context, tx *store.Tx) error {
		return Record(ctx, tx, f.Hooks, m.m.ID, i.ID, ruling, f.today())
	})
}

// pointsIn reads points as they were typed, a line each and perhaps with their numbers.
func pointsIn(text string) []string {
	p := Proposal{Points: lines(text)}
	p.tidy()
	return p.Points
}

func reservationForm(r *http.Request, m *meetingView, i *Item, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.reservation.title"), meta: i.DiaryNumber + " " + i.Title, lead: p.T("cases.reservation.lead"), crumbs: m.crumbsBelow(p), action: m.itemHref(i, "/reservation"), cancel: m.href(""),
		send: p.T("cases.reservation.send"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "member", Label: p.T("cases.reservation.who")}, as: radios, options: m.memberOptions(p, append([]string{}, Parting(m.present, i.Left)...))},
			{Input: ui.Input{Name: "text", Label: p.T("cases.reservation.text"), Hint: p.T("cases.reservation.text_hint"), Optional: true}, as: manyLines}}}
}

func (f *Feature) askReservation(w http.ResponseWriter, r *http.Request) error {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	i, err := itemIn(r, m)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(reservationForm(r, m, i, form.Of("id", store.NewID()))))
}

// reserve keeps a member's reservation. Officers, managers and administrators only.
func (f *Feature) reserve(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return err
	}
	i, err := itemIn(r, m)
	if err != nil {
		return err
	}
	if typed.Text("member") == "" {
		typed.Refuse("member", i18n.Msg("cases.member_missing"))
	}
	res := Reservation{ID: store.GivenID(typed.Text("id")), ItemID: i.ID, MemberID: typed.Text("member"), Text: typed.Text("text")}
	return f.save(w, r, reservationForm(r, m, i, typed), m.href("#item-"+i.ID), func(ctx context.Context, tx *store.Tx) error { return Reserve(ctx, tx, m.m.ID, res) })
}
