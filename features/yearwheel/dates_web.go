package yearwheel

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// propose shows days for the meetings that are missing: of a type, of a network or of all. Officers, managers and
// administrators only.
func (f *Feature) propose(w http.ResponseWriter, r *http.Request) error {
	v, all, err := f.dates(r, r.URL.Query(), r.URL.Query().Get("type"))
	if err != nil {
		return err
	}
	rows := v.chosenRows()
	needs := v.needs(rows)
	around, usual, err := f.around(r.Context(), all, needs, v.today)
	if err != nil {
		return err
	}
	days := Propose(needs, around, ProposalSpan(v.year, v.today))
	v.put(rows, Explain(needs, days, around), usual)
	v.form = form.Of()
	v.form = v.suggested()
	return web.Show(w, r, http.StatusOK, datesPage(v))
}

func (f *Feature) dates(r *http.Request, query url.Values, typeID string) (*datesView, []meetings.TypeYear, error) {
	year, all, err := f.look(r, query, ofAll)
	if err != nil {
		return nil, nil, err
	}
	v := &datesView{yearView: year}
	if store.IsID(typeID) {
		v.typeID = typeID
	}
	return v, all, nil
}

// around reads what else must be known to propose days.
func (f *Feature) around(ctx context.Context, all []meetings.TypeYear, needs []Need, day calendar.Date) (around Around, usual map[string]meetings.Content, err error) {
	var types, concerned []string
	for i := range needs {
		types = append(types, needs[i].TypeID)
		concerned = append(concerned, needs[i].NetworkID)
	}
	concerned = slices.Compact(concerned)
	around.Busy = busyIn(all)
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if around.Sharing, err = networks.Sharing(ctx, tx, concerned, day); err != nil {
			return err
		}
		usual, err = meetings.Usual(ctx, tx, types)
		return err
	})
	return around, usual, err
}

// book plans the meetings that are ticked, all or none. Officers, managers and administrators only.
func (f *Feature) book(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.asSent(r, typed)
	if err != nil {
		return err
	}
	planned := v.read()
	if len(planned) == 0 && typed.IsRight() {
		typed.Refuse("take0", i18n.Msg("yearwheel.dates.none_ticked"))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return meetings.PlanSeen(r.Context(), tx, v.year, v.seen(), planned) })
		if errors.Is(err, meetings.ErrSavedMeanwhile) {
			v.stale = true
			return web.Show(w, r, http.StatusConflict, datesPage(v))
		}
		var own *i18n.Error
		if errors.As(err, &own) && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrStorage) {
			typed.Refuse("", own.Message)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, datesPage(v))
	}
	if err == nil {
		http.Redirect(w, r, v.href("", "booked", strconv.Itoa(len(planned))), http.StatusSeeOther)
	}
	return err
}

// asSent is the form as it was sent, with what is known now of its types.
func (f *Feature) asSent(r *http.Request, typed *form.Form) (*datesView, error) {
	v, all, err := f.dates(r, url.Values{"year": {typed.Text("year")}, "network": {typed.Text("network")}}, typed.Text("only"))
	if err != nil {
		return nil, err
	}
	v.form = typed
	types, days := linesIn(typed)
	var rows []*Row
	var needs []Need
	var proposed [][]calendar.Date
	known := RowsOf(all, "", v.year, v.today)
	for _, id := range types {
		at := slices.IndexFunc(known, func(row Row) bool { return row.ID == id })
		if at < 0 {
			return nil, i18n.Fail("yearwheel.dates.type_gone").Because(store.ErrNotFound)
		}
		rows, needs, proposed = append(rows, &known[at]), append(needs, needOf(&known[at])), append(proposed, days[id])
	}
	around, usual, err := f.around(r.Context(), all, needs, v.today)
	if err != nil {
		return nil, err
	}
	v.put(rows, Explain(needs, proposed, around), usual)
	return v, nil
}

// seen is how many meetings of each type the reader saw that there were.
func (v *datesView) seen() map[string]int {
	seen := map[string]int{}
	for _, g := range v.groups {
		if n, err := strconv.Atoi(v.form.Text("seen-" + g.Row.ID)); err == nil {
			seen[g.Row.ID] = n
		} else {
			seen[g.Row.ID] = -1
		}
	}
	return seen
}

// read reads the meetings that are ticked, by day, and refuses what is wrong beside its field.
func (v *datesView) read() (planned []meetings.NewMeeting) {
	for _, g := range v.groups {
		for _, line := range g.Lines {
			if v.form.Text("take"+line.At) == "" {
				continue
			}
			n := meetings.NewMeeting{ID: store.GivenID(v.form.Text("key" + line.At)), TypeID: g.Row.ID, WithAgenda: v.form.Text("agenda") != "",
				Content: meetings.Content{Place: g.Usual.Place, Link: g.Usual.Link, IsPublic: g.Usual.IsPublic}}
			if day, right := v.dayIn(line.At); right {
				n.Starts = v.momentIn("from"+line.At, day)
				n.Ends = v.momentIn("until"+line.At, day)
				if !n.Starts.IsZero() && !n.Ends.IsZero() && !n.Ends.After(n.Starts) {
					v.form.Refuse("until"+line.At, i18n.Msg("meetings.ends_before"))
				}
			}
			planned = append(planned, n)
		}
	}
	slices.SortStableFunc(planned, func(a, b meetings.NewMeeting) int { return a.Starts.Compare(b.Starts) })
	return planned
}

// dayIn is a day that was typed, when it is one of the year that has not passed.
func (v *datesView) dayIn(at string) (day calendar.Date, right bool) {
	day = v.form.Date("day" + at)
	_, already := v.form.FaultOf("day" + at)
	switch {
	case already:
	case day.IsZero():
		v.form.Refuse("day"+at, i18n.Msg("yearwheel.dates.day_missing"))
	case day.Year() != v.year:
		v.form.Refuse("day"+at, i18n.Msg("yearwheel.dates.other_year", "year", strconv.Itoa(v.year)))
	case day.Before(v.today):
		v.form.Refuse("day"+at, i18n.Msg("yearwheel.dates.has_passed"))
	default:
		right = true
	}
	return day, right
}

func (v *datesView) momentIn(field string, day calendar.Date) time.Time {
	moment, err := meetings.Moment(day, v.form.Text(field))
	var own *i18n.Error
	if errors.As(err, &own) {
		v.form.Refuse(field, own.Message)
	}
	return moment
}
