package assessments

import (
	"cmp"
	"slices"

	"samverk/features/applications"
	"samverk/features/grants/assessment"
)

// Ranked is an application with what its assessors think together, and its place among the others.
type Ranked struct {
	Application applications.Application
	Summary     assessment.Summary
	Assessors   []string // their names, in the order of Summary.Each
	Comments    []Draft  // what each has scored and written, in the same order
	Place       int      // from 1; those with the same total have the same
	IsLocked    bool     // nothing changes any more
}

// wide lists the criteria on which the assessors are far from each other.
func (r *Ranked) wide() (list []assessment.Spread) {
	for _, s := range r.Summary.Criteria {
		if s.IsWide {
			list = append(list, s)
		}
	}
	return list
}

// standing puts the assessments of one application together. Without any that counts it has no total.
func standing(criteria []assessment.Criterion, application *applications.Application, all []Assessment) (Ranked, bool) {
	scores, whose := counted(all)
	r := Ranked{Application: *application, Summary: assessment.Summarise(criteria, scores), IsLocked: len(whose) > 0}
	for _, a := range whose {
		r.Assessors, r.Comments = append(r.Assessors, a.Assessor), append(r.Comments, a.Draft)
		r.IsLocked = r.IsLocked && a.State == assessment.Locked
	}
	return r, len(scores) > 0
}

// rank puts applications in the order of their totals; between equal ones by title. Those without any assessment that
// counts are left out.
func rank(criteria []assessment.Criterion, list []applications.Application, of func(applicationID string) []Assessment) (ranked []Ranked) {
	totals, found := map[string]int{}, map[string]Ranked{}
	for i := range list {
		if r, has := standing(criteria, &list[i], of(list[i].ID)); has {
			totals[list[i].ID], found[list[i].ID] = r.Summary.Total, r
		}
	}
	for _, place := range assessment.Rank(totals) {
		r := found[place.Key]
		r.Place = place.Place
		ranked = append(ranked, r)
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Application.Title, b.Application.Title), cmp.Compare(a.Application.ID, b.Application.ID))
	})
	return ranked
}
