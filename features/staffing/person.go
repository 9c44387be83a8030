package staffing

import (
	"slices"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Person is somebody with working hours, or a role that has them.
type Person struct {
	ID        string
	Name      string        // of the person or of the role
	Role      string        // what an effort may ask for
	AccountID string        // empty when the person has no account
	From      calendar.Date // the first day of work
	Until     calendar.Date // the last; no date when no end is known
	Version   int
	Percents  []Percent // in the order of their days
	Absences  []Absence // in the order of their days
}

// whole is a whole share in thousandths.
const whole = 1000

// Percent is how much of full time somebody works, from a day until the next Percent.
type Percent struct {
	From     calendar.Date
	Permille int // thousandths of full time
}

// Absence is when somebody is away. Why is not kept.
type Absence struct {
	ID       string
	Days     calendar.Span
	Permille int // thousandths of the person's own time: 1000 is all of it
}

// Works tells whether the person is employed on the day.
func (p *Person) Works(day calendar.Date) bool {
	return !day.Before(p.From) && (p.Until.IsZero() || !day.After(p.Until))
}

// PermilleOn is how much of full time the person works on a day, absence aside: 0 before the first day and after the last.
// What is set for the first time holds from the first day of work.
func (p *Person) PermilleOn(day calendar.Date) int {
	if !p.Works(day) || len(p.Percents) == 0 {
		return 0
	}
	permille := p.Percents[0].Permille
	for _, percent := range p.Percents {
		if !percent.From.After(day) {
			permille = percent.Permille
		}
	}
	return permille
}

// AwayOn is how much of their own time the person is away on a day. Two absences on the same day are added, up to all of it.
func (p *Person) AwayOn(day calendar.Date) int {
	away := 0
	for _, absence := range p.Absences {
		if absence.Days.Contains(day) {
			away += absence.Permille
		}
	}
	return min(away, whole)
}

// Bounds of what can be said of people.
const (
	longestName     = 120
	mostPermille    = whole // nobody is planned for more than full time
	longestAwayDays = 5 * 366
)

// check names the field that is wrong, by the form's name for it.
func (p *Person) check() (field string, fault *i18n.Error) {
	switch {
	case p.Name == "":
		return "name", i18n.Fail("staffing.people.name_missing")
	case utf8.RuneCountInString(p.Name) > longestName:
		return "name", i18n.Fail("staffing.too_long", "longest", longestName)
	case utf8.RuneCountInString(p.Role) > longestName:
		return "role", i18n.Fail("staffing.too_long", "longest", longestName)
	case p.From.IsZero():
		return "from", i18n.Fail("staffing.people.from_missing")
	case !p.Until.IsZero() && p.Until.Before(p.From):
		return "until", i18n.Fail("staffing.people.until_before_from")
	}
	return "", nil
}

func (c *Percent) check() (field string, fault *i18n.Error) {
	switch {
	case c.From.IsZero():
		return "starts", i18n.Fail("staffing.people.starts_missing")
	case c.Permille < 0 || c.Permille > mostPermille:
		return "percent", i18n.Fail("staffing.people.percent_outside")
	}
	return "", nil
}

func (a *Absence) check() (field string, fault *i18n.Error) {
	switch {
	case a.Days.From.IsZero():
		return "away_from", i18n.Fail("staffing.people.away_from_missing")
	case a.Days.To.IsZero():
		return "away_until", i18n.Fail("staffing.people.away_until_missing")
	case a.Days.IsEmpty():
		return "away_until", i18n.Fail("staffing.people.away_turned")
	case a.Days.Days() > longestAwayDays:
		return "away_until", i18n.Fail("staffing.people.away_too_long")
	case a.Permille <= 0 || a.Permille > whole:
		return "away", i18n.Fail("staffing.people.away_outside")
	}
	return "", nil
}

// Roles lists the roles that somebody has, each once, in alphabetical order.
func Roles(people []Person) []string {
	var roles []string
	for i := range people {
		if people[i].Role != "" {
			roles = append(roles, people[i].Role)
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}
