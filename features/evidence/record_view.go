package evidence

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// recordView is the page of one record.
type recordView struct {
	Record    *Record
	Links     []linkView
	Trail     []ui.Dated
	TrailHref string
	MayChange bool
	Source    *Source    // what it was made of; nil when a person wrote it
	Saved     string     // what was just done, as a message key; empty for nothing
	Typed     *form.Form // of the files to be added
	Late      int        // days between what happened and its entry
}

// linkView is a row of what a record counts towards.
type linkView struct {
	IndicatorLink
	Period  string // "2019"; empty when it lies in none
	Placed  bool   // a person has placed it in another period than its own
	Href    string
	Decided string // "Strateg 2019-03-15", when a person decided
}

func newRecordView(p i18n.Printer, r *Record, links []IndicatorLink, rules map[string]plan.Rule) recordView {
	v := recordView{Record: r, Typed: &form.Form{}, Late: r.Day.DaysUntil(calendar.Today(r.RecordedAt.Time)), TrailHref: "/trail/record/" + url.PathEscape(r.ID)}
	for _, link := range links {
		day := r.Day
		if !link.CountsFor.IsZero() {
			day = link.CountsFor
		}
		rule := rules[link.IndicatorID]
		period, _ := periodOf(&rule, day)
		row := linkView{IndicatorLink: link, Period: spanName(p, period), Placed: !link.CountsFor.IsZero(),
			Href: "/plan/" + url.PathEscape(link.PlanKey) + "/indicator/" + strconv.Itoa(link.Number)}
		if link.Origin == ByPerson || link.Excluded || link.Reason != "" {
			row.Decided = link.DecidedBy + " " + p.Date(calendar.Today(link.DecidedAt.Time))
		}
		v.Links = append(v.Links, row)
	}
	return v
}

// actHref leads to a decision about the record and an indicator.
func (v recordView) actHref(act, indicatorID string) string {
	href := recordHref(v.Record.ID) + "/" + act
	if indicatorID != "" {
		href += "?indicator=" + url.QueryEscape(indicatorID)
	}
	return href
}

// lateDays is from how many days after it happened a record is said to be entered late.
const lateDays = 14

// facts are what a record says, field by field, without its title and kind.
func facts(ctx context.Context, c *Content) []ui.Definition {
	p := i18n.In(ctx)
	field := func(name, text string) ui.Definition {
		return ui.Definition{Term: p.T("evidence.field." + name), Text: text}
	}
	list := []ui.Definition{
		field("date", p.DateLong(c.Day)),
		field("state", stateName(ctx, c.State)),
		field("body", c.Body),
		field("diaryNumber", c.DiaryNumber),
		field("network", c.Network),
		field("organisationCount", wholeText(p, c.OrganisationCount)),
		field("organisations", strings.Join(c.Organisations, ", ")),
		field("headCount", wholeText(p, c.HeadCount)),
		field("minutesSpent", hoursSpent(p, c)),
		field("value", numberText(p, c.Value)),
		field("numerator", numberText(p, c.Numerator)),
		field("denominator", numberText(p, c.Denominator)),
		field("tags", strings.Join(c.Tags, ", ")),
	}
	if len(c.Addresses) > 0 {
		list = append(list, ui.Definition{Term: p.T("evidence.field.addresses"), Detail: addressList(c.Addresses)})
	}
	if c.Text != "" {
		list = append(list, ui.Definition{Term: p.T("evidence.field.text"), Detail: paragraphs(c.Text)})
	}
	return list
}

func wholeText(p i18n.Printer, n *int) string {
	if n == nil {
		return ""
	}
	return p.Number(*n)
}

func numberText(p i18n.Printer, n *decimal.Thousandths) string {
	switch {
	case n == nil:
		return ""
	case p.Language() == i18n.English:
		return n.String()
	}
	return strings.ReplaceAll(n.String(), ".", ",")
}

// hoursSpent says when the time is only the kind's standard.
func hoursSpent(p i18n.Printer, c *Content) string {
	hours := numberText(p, new(decimal.Of(float64(c.Minutes())/60)))
	if c.MinutesSpent == nil {
		return p.T("evidence.page.standard_hours", "hours", hours)
	}
	return p.T("evidence.page.hours", "hours", hours)
}

// filesView lists the record's files for fetching.
func filesView(r *Record) []ui.File {
	var files []ui.File
	for i, file := range r.Files {
		files = append(files, ui.File{Name: file.Name, Href: recordHref(r.ID) + "/files/" + strconv.Itoa(i+1), Size: sizeText(file.Size)})
	}
	return files
}

// SizeText is a number of bytes in words, for other features that show files.
func SizeText(bytes int64) string { return sizeText(bytes) }

// sizeText is a number of bytes in the unit that suits it, whole.
func sizeText(bytes int64) string {
	const nbsp = "\u00a0"
	switch {
	case bytes < 1<<10:
		return strconv.FormatInt(bytes, 10) + nbsp + "B"
	case bytes < 1<<20:
		return strconv.FormatInt((bytes+512)>>10, 10) + nbsp + "kB"
	}
	return strconv.FormatInt((bytes+512<<10)>>20, 10) + nbsp + "MB"
}
