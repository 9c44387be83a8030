package followup

import (
	"net/http"
	"net/url"
	"strconv"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// linkView is the page where somebody chooses a record that shall count for an indicator.
type linkView struct {
	Crumbs      []ui.Link
	Rule        string
	In, Action  string
	Kind, Words string
	Kinds       []ui.Option
	Rows        []linkRow
	Earlier     string // address of the next page; empty when there are no more
}

type linkRow struct {
	Day, Title, Href, Line, Kind string
	LinkHref                     string // empty when the record is linked already
}

// chooseRecord lists records to choose from, those that happened last first.
func (f *Feature) chooseRecord(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	after, err := cursorIn(r)
	if err != nil {
		return err
	}
	var at place
	var found evidence.Found
	var linked map[string]bool
	s, err := f.see(r, r.PathValue("key"), func(tx *store.Tx, s seen) (err error) {
		if at, err = s.placeIn(r); err != nil {
			return err
		}
		found, err = evidence.Search(r.Context(), tx, evidence.Filter{Kind: plan.EvidenceKind(query.Get("kind")), To: s.standing.AsOf,
			Words: query.Get("words"), After: after, Limit: recordsShown})
		if err != nil {
			return err
		}
		linked, err = linkedAmong(r.Context(), tx, at.indicator, found.Records)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r.WithContext(s.shell(r)), http.StatusOK, linkPage(newLinkView(s, at, query, found, linked)))
}

func newLinkView(s seen, at place, query url.Values, found evidence.Found, linked map[string]bool) linkView {
	p, a, page := s.reader.p, s.addresses(), "/indicator/"+strconv.Itoa(at.indicator.Number)
	in := "/plan/" + url.PathEscape(s.plan.Key)
	v := linkView{Rule: p.T("followup.link.rule", "label", printed(at.indicator), "rule", plan.RuleInWords(at.indicator.Rule, p)),
		Crumbs: []ui.Link{{Text: p.T("followup.indicators.title"), Href: a.in("/indicators")}, {Text: nameOf(at.indicator), Href: a.indicator(at.indicator.Number)}},
		In:     in + "/indicators", Action: in + page + "/link", Kind: query.Get("kind"), Words: query.Get("words"),
		Kinds: []ui.Option{{Text: p.T("followup.link.all_kinds")}}}
	for _, kind := range plan.EvidenceKinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(kind), Text: i18n.Capital(p.T("plan.kind."+string(kind), "count", 2))})
	}
	for i := range found.Records {
		record := &found.Records[i]
		row := linkRow{Day: record.Day.String(), Title: record.Title, Href: "/records/" + url.PathEscape(record.ID), Line: tookPart(record, p),
			Kind: i18n.Capital(p.T("plan.kind."+string(record.Kind), "count", 1))}
		if !linked[record.ID] {
			row.LinkHref = row.Href + "/count?indicator=" + url.QueryEscape(at.indicator.ID)
		}
		v.Rows = append(v.Rows, row)
	}
	if found.Next.ID != "" {
		v.Earlier = a.in(page+"/link", "kind", v.Kind, "words", v.Words, "after", found.Next.Day.String()+"_"+found.Next.ID)
	}
	return v
}
