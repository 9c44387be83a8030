package cases

import (
	"samverk/features/cases/paper"
	"samverk/features/plan"
	"samverk/platform/i18n"
)

// labels are the words of a paper that are not the case's own, written out once and for all.
func labels(p i18n.Printer, s *paper.Snapshot, kind plan.EvidenceKind) paper.Labels {
	l := paper.Labels{Kind: p.T("cases.paper.kind"), Diary: p.T("cases.diary_number"), Body: p.T("cases.board"), Proposal: p.T("cases.paper.proposal"),
		Summary: p.T("cases.summary"), Background: p.T("cases.background"), Figures: p.T("cases.paper.figures"), Documents: p.T("cases.documents"),
		Source: p.T("cases.paper.source"), AsOf: p.T("cases.paper.as_of"), Page: p.T("cases.paper.page")}
	if kind == plan.Report || kind == plan.Compilation {
		l.Kind = p.T("cases.kind." + string(kind))
	}
	if !s.Meeting.IsZero() {
		l.Meeting = p.T("cases.paper.meeting", "day", p.DateLong(s.Meeting))
	}
	if !s.Day.IsZero() {
		l.Day = p.T("cases.paper.day", "day", p.DateLong(s.Day))
	}
	return l
}
