package personaldata

import (
	"strconv"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

func retentionCrumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("personaldata.retention.title"), Href: "/retention"}}
}

func (v *classView) name(p i18n.Printer) string { return p.T("personaldata.class." + v.Kind + ".name") }

func (v *classView) href() string { return "/retention/" + v.Kind }

// link is the class with the page where it is decided; only its name where nobody decides.
func (v *classView) link(p i18n.Printer) ui.Link {
	if v.IsDisposable() {
		return ui.Link{Text: v.name(p), Href: v.href()}
	}
	return ui.Link{Text: v.name(p)}
}

// span is how long the class is kept, in words.
func (v *classView) span(p i18n.Printer) string {
	switch {
	case v.ByItself:
		return p.T("personaldata.class." + v.Kind + ".since")
	case v.Period.Months == 0:
		return p.T("personaldata.retention.forever")
	case v.Period.Months%12 == 0:
		return p.T("personaldata.retention.years", "count", v.Period.Months/12) + " " + p.T("personaldata.class."+v.Kind+".since")
	}
	return p.T("personaldata.retention.months", "count", v.Period.Months) + " " + p.T("personaldata.class."+v.Kind+".since")
}

// ground is where it stands that the class is kept so long.
func (v *classView) ground(p i18n.Printer) string {
	if v.Period.IsDecided() {
		return v.Period.Ground
	}
	return p.T("personaldata.class." + v.Kind + ".ground")
}

// standing says who has decided it.
func (v *classView) standing(p i18n.Printer) string {
	switch {
	case v.Period.IsDecided():
		return p.T("personaldata.retention.decided_on", "date", p.Date(calendar.Today(v.Period.DecidedAt.Time)))
	case v.ByItself:
		return p.T("personaldata.retention.by_itself")
	case v.IsDisposable():
		return p.T("personaldata.retention.proposed")
	}
	return p.T("personaldata.retention.not_here")
}

// waits is how much may be disposed of today; a dash where nothing ever is.
func (v *classView) waits(p i18n.Printer) string {
	if !v.IsDisposable() {
		return "–"
	}
	return p.Number(v.Due)
}

func (v *classPage) head(p i18n.Printer) ui.Head {
	return ui.Head{Title: v.name(p), Crumbs: retentionCrumbs(p), In: "/retention", Actions: v.acts()}
}

func (v *classPage) periodHead(p i18n.Printer) ui.Head {
	return ui.Head{Title: p.T("personaldata.retention.period_title", "kind", v.name(p)), In: "/retention",
		Crumbs: append(retentionCrumbs(p), v.link(p)), Lead: p.T("personaldata.retention.period_lead")}
}

// definitions say what holds of the class.
func (v *classPage) definitions(p i18n.Printer) []ui.Definition {
	return []ui.Definition{
		{Term: p.T("personaldata.retention.how_long"), Text: i18n.Capital(v.span(p))},
		{Term: p.T("personaldata.retention.ground"), Text: v.ground(p)},
		{Term: p.T("personaldata.retention.decision"), Text: v.standing(p)},
	}
}

// doneText says what has just been done.
func (v *classPage) doneText(p i18n.Printer) string {
	if v.Done == "decided" {
		return p.T("personaldata.retention.done.decided")
	}
	return p.T("personaldata.retention.done."+v.Done, "count", v.Count)
}

// here is the address of the page itself.
func (v *classPage) here() string {
	if v.After == "" {
		return v.href()
	}
	return v.href() + "?after=" + v.After
}

// earlier is the address of the first page; empty on it.
func (v *classPage) earlier() string {
	if v.After == "" {
		return ""
	}
	return v.href()
}

// later is the address of the next page; empty on the last.
func (v *classPage) later() string {
	if !v.More {
		return ""
	}
	return v.href() + "?after=" + v.List[len(v.List)-1].Key
}

// dueSince is the day when the document's time was out.
func (v *classPage) dueSince(d *Due) calendar.Date {
	return dueOn(calendar.Today(d.Since.Time), v.Period.Months)
}

func (v *classPage) linkOf(d *Due) ui.Link {
	if v.Href == "" {
		return ui.Link{Text: shortened(d.What)}
	}
	return ui.Link{Text: shortened(d.What), Href: v.Href + d.Key}
}

func (v *classPage) keptRows(p i18n.Printer) []ui.Linked {
	var rows []ui.Linked
	for i := range v.Kept {
		d := &v.Kept[i]
		rows = append(rows, ui.Linked{Link: v.linkOf(d), Text: p.T("personaldata.retention.kept_until", "date", p.Date(d.Until), "why", d.Why)})
	}
	return rows
}

func decisionOptions(p i18n.Printer) []ui.Option {
	return []ui.Option{
		{Value: "dispose", Text: p.T("personaldata.retention.dispose"), Hint: p.T("personaldata.retention.dispose_hint")},
		{Value: "keep", Text: p.T("personaldata.retention.keep")},
	}
}

func periodOptions(p i18n.Printer) []ui.Option {
	return []ui.Option{
		{Value: "forever", Text: p.T("personaldata.retention.forever")},
		{Value: "dispose", Text: p.T("personaldata.retention.after_time")},
	}
}

// periodForm is the form as it stands when nothing has been typed: what is decided, or proposed.
func periodForm(p i18n.Printer, v *classView) *form.Form {
	choice, months := "forever", ""
	if v.Period.Months > 0 {
		choice, months = "dispose", strconv.Itoa(v.Period.Months)
	}
	return form.Of("choice", choice, "months", months, "ground", v.ground(p), "seen", strconv.Itoa(v.Period.Version))
}

// meanwhile says that somebody else has decided, and what differs.
func meanwhile(p i18n.Printer, last audit.Entry, saved, typed *form.Form) *ui.Meanwhile {
	m := &ui.Meanwhile{Who: last.ActorName, When: last.At.In(calendar.Stockholm()).Format("2006-01-02 15.04")}
	span := func(f *form.Form) string {
		if f.Text("choice") == "forever" {
			return p.T("personaldata.retention.forever")
		}
		return f.Text("months")
	}
	for _, field := range []struct{ label, saved, typed string }{
		{p.T("personaldata.retention.how_long"), span(saved), span(typed)},
		{p.T("personaldata.retention.ground"), saved.Text("ground"), typed.Text("ground")},
	} {
		if field.saved != field.typed {
			m.Differences = append(m.Differences, ui.Difference{Label: field.label, Saved: field.saved, Typed: field.typed})
		}
	}
	return m
}
