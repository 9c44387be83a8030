package meetings

import (
	"net/http"
	"slices"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// seriesView is the form of a series, and the days that it gives.
type seriesView struct {
	*planView
	days    []calendar.Date
	skipped []Skipped
	missing []calendar.Date // days on which clocks never show the time
	changed bool            // the days are others than those that the reader has seen
}

// isShown tells whether the days have been worked out.
func (v *seriesView) isShown() bool { return v.days != nil || v.skipped != nil || v.missing != nil }

// mark is the same for the same days: what the form carries to tell whether the reader has seen them.
func (v *seriesView) mark() string {
	texts := make([]string, len(v.days))
	for i, day := range v.days {
		texts[i] = day.String()
	}
	return strings.Join(texts, " ")
}

func (v *seriesView) dayOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(v.days))
	for i, day := range v.days {
		options[i] = ui.Option{Value: day.String(), Text: i18n.Capital(p.Weekday(day)) + " " + p.DateLong(day) + ", " + p.Week(day)}
	}
	return options
}

func (v *seriesView) skippedItems(p i18n.Printer) []ui.Dated {
	var items []ui.Dated
	for _, s := range v.skipped {
		items = append(items, ui.Dated{Date: p.Date(s.Day), Below: p.Weekday(s.Day), Text: p.T("meetings.skipped." + string(s.Why))})
	}
	for _, day := range v.missing {
		items = append(items, ui.Dated{Date: p.Date(day), Below: p.Weekday(day), Text: p.T("meetings.skipped.no_clock")})
	}
	return items
}

func repeatOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(Repeats))
	for i, r := range Repeats {
		options[i] = ui.Option{Value: string(r), Text: p.T("meetings.repeat." + string(r))}
	}
	return options
}

// patternIn reads what was typed about how the meetings come back, and refuses what is wrong beside its field.
func patternIn(typed *form.Form) Pattern {
	p := Pattern{Repeat: Repeat(typed.Text("repeat")), From: typed.Date("day"), OnlyWorkday: typed.Text("workdays") != ""}
	if !slices.Contains(Repeats, p.Repeat) {
		typed.Refuse("repeat", i18n.Msg("meetings.repeat_missing"))
	}
	if typed.Text("end") == "until" {
		if p.Until = typed.Date("last"); p.Until.IsZero() || p.Until.Before(p.From) {
			refuseAll(typed, []fault{{"last", i18n.Fail("meetings.last_missing")}})
		}
	} else if number := typed.Whole("number"); number == nil || *number < 1 || *number > mostInSeries {
		refuseAll(typed, []fault{{"number", i18n.Fail("meetings.number_wrong", "most", mostInSeries)}})
	} else {
		p.Number = *number
	}
	var err error
	if p.Weeks, err = parseWeeks(typed.Text("weeks")); err != nil {
		typed.Refuse("weeks", i18n.Msg("meetings.weeks_wrong"))
	}
	if p.Days, err = parseDays(typed.Text("days")); err != nil {
		typed.Refuse("days", i18n.Msg("meetings.days_wrong"))
	}
	return p
}

func (f *Feature) showNewSeries(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("type") == "" {
		return f.showChoose(w, r)
	}
	v, err := f.planned(r, r.URL.Query().Get("type"), "")
	if err != nil {
		return err
	}
	v.form = v.suggested()
	return web.Show(w, r, http.StatusOK, seriesPage(&seriesView{planView: v}))
}

// planSeries shows which days a series has, and plans them when the reader has seen them. Officers, managers and
// administrators only.
func (f *Feature) planSeries(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	planned, err := f.planned(r, typed.Text("type"), "")
	if err != nil {
		return err
	}
	planned.form = typed
	v := &seriesView{planView: planned}
	s := Series{ID: store.GivenID(typed.Text("id")), TypeID: v.kind.ID, Content: contentIn(typed), Pattern: patternIn(typed)}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, seriesPage(v))
	}
	v.workOut(&s)
	if typed.Text("act") != "save" || typed.Text("seen_days") != v.mark() {
		v.changed = typed.Text("act") == "save"
		v.form = v.withAllTicked()
		return web.Show(w, r, http.StatusOK, seriesPage(v))
	}
	s.Days = slices.DeleteFunc(slices.Clone(v.days), func(day calendar.Date) bool { return !typed.Chosen("chosen", day.String()) })
	if len(s.Days) == 0 {
		typed.Refuse("chosen", i18n.Msg("meetings.series_empty", "most", mostInSeries))
	} else {
		s.Title = "" // each gets a number of its own
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return PlanSeries(r.Context(), tx, s) })
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, seriesPage(v))
	}
	return web.GoTo(w, r, err, "/meetings?all=1&series="+s.ID)
}

// workOut finds the days, and those of them on which clocks never show the time.
func (v *seriesView) workOut(s *Series) {
	var days []calendar.Date
	days, v.skipped = s.Pattern.Dates()
	v.days = []calendar.Date{}
	for _, day := range days {
		if _, there := s.shifted(s.Day().DaysUntil(day), clockOf(s.Starts), clockOf(s.Ends)); there {
			v.days = append(v.days, day)
		} else {
			v.missing = append(v.missing, day)
		}
	}
}

// withAllTicked is the form as typed with every day chosen.
func (v *seriesView) withAllTicked() *form.Form {
	var pairs []string
	for _, field := range v.form.Fields() {
		if field == "chosen" || field == "seen_days" {
			continue
		}
		for _, value := range v.form.All(field) {
			pairs = append(pairs, field, value)
		}
	}
	for _, day := range v.days {
		pairs = append(pairs, "chosen", day.String())
	}
	return form.Of(pairs...)
}
