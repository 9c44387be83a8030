package mapping

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Round is a mapping round: organisations are asked, answer, and the outcome is published.
type Round struct {
	ID          string
	Title       string
	OpenedOn    calendar.Date
	PublishedAt store.Time // null while it is open
}

// IsPublished tells whether anybody may read the round.
func (r *Round) IsPublished() bool { return !r.PublishedAt.IsZero() }

func (r *Round) check() (faults []fault) {
	switch {
	case r.Title == "":
		faults = append(faults, fault{"title", i18n.Fail("mapping.title_missing")})
	case organisations.HoldsPersonalNumber(r.Title):
		faults = append(faults, fault{"title", i18n.Fail("organisations.personal_number")})
	case utf8.RuneCountInString(r.Title) > longestTitle:
		faults = append(faults, fault{"title", i18n.Fail("mapping.too_long", "longest", longestTitle)})
	}
	if r.OpenedOn.IsZero() {
		faults = append(faults, fault{"opened_on", i18n.Fail("mapping.day_missing")})
	}
	return faults
}

// Asked is an organisation in a round, with what was found of it last before the round was published.
type Asked struct {
	organisations.Organisation
	AskedOn    calendar.Date
	AnsweredOn calendar.Date // no date before it has answered
	Assessment *Assessment   // nil when nothing has been found
}

// Outcome is unknown when nothing has been found.
func (a *Asked) Outcome() Answer {
	if a.Assessment == nil {
		return Unknown
	}
	return a.Assessment.Outcome()
}

// forAll leaves what anybody may read: organisations that are public and go on, and of them only public fields.
func forAll(all []Asked) []Asked {
	var public []Asked
	for _, one := range all {
		if one.HasEnded() || !one.Shows("roles") {
			continue
		}
		if !one.Shows("municipalities") {
			one.Seat = ""
		}
		if !one.Shows("class") {
			one.Class = organisations.Class{}
		}
		public = append(public, one)
	}
	return public
}

// Coverage is how many of a part were asked, have answered and are social enterprises, wholly or partly.
type Coverage struct {
	Part                        string // a municipality's code, or what a class is called
	Asked, Answered, Enterprise int
}

// coverage counts by part, in the order given and then by name.
func coverage(all []Asked, order []string, partOf func(*Asked) string) []Coverage {
	list := make([]Coverage, len(order))
	for i, part := range order {
		list[i].Part = part
	}
	for i := range all {
		part := partOf(&all[i])
		at := slices.IndexFunc(list, func(c Coverage) bool { return c.Part == part })
		if at < 0 {
			at = len(list)
			list = append(list, Coverage{Part: part})
		}
		list[at].Asked++
		if !all[i].AnsweredOn.IsZero() {
			list[at].Answered++
		}
		if outcome := all[i].Outcome(); outcome == Yes || outcome == Partly {
			list[at].Enterprise++
		}
	}
	slices.SortStableFunc(list[len(order):], func(a, b Coverage) int { return cmp.Compare(a.Part, b.Part) })
	return list
}
