package staffing

import (
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Setting is how working days become hours for the plan.
type Setting struct {
	TenthsADay int  // hours of a full day, in tenths
	Reserved   int  // thousandths set aside for holidays, meetings and running administration
	EvesFree   bool // the eves of Midsummer, Christmas and New Year are free
	Version    int  // 0 until somebody has decided
}

// usual is what holds until somebody decides: eight hours, free eves, and the share that plans of this sort have set aside.
var usual = Setting{TenthsADay: 80, Reserved: 400, EvesFree: true}

func (s *Setting) check() (field string, fault *i18n.Error) {
	switch {
	case s.TenthsADay <= 0 || s.TenthsADay > 240:
		return "hours", i18n.Fail("staffing.capacity.hours_outside")
	case s.Reserved < 0 || s.Reserved > whole:
		return "reserved", i18n.Fail("staffing.capacity.reserved_outside")
	}
	return "", nil
}

// Hours is c(person, quarter): working days × hours per day × percent of full time, minus absence, minus what is set aside.
// It is computed day by day in whole numbers and rounded down to a tenth at the end, so that no hours are promised that do
// not exist.
func (s *Setting) Hours(p *Person, q calendar.Quarter) planner.Tenths {
	return s.hoursOf(p, WorkingDays(q, s.EvesFree))
}

func (s *Setting) hoursOf(p *Person, days []calendar.Date) planner.Tenths {
	var sum int64 // of thousandths × thousandths
	for _, day := range days {
		if permille := p.PermilleOn(day); permille > 0 {
			sum += int64(permille) * int64(whole-p.AwayOn(day))
		}
	}
	return planner.Tenths(sum * int64(s.TenthsADay) * int64(whole-s.Reserved) / (whole * whole * whole))
}

// Capacity is the hours of each person in each quarter.
func (s *Setting) Capacity(people []Person, quarters []calendar.Quarter) [][]planner.Tenths {
	hours := make([][]planner.Tenths, len(people))
	for i := range people {
		hours[i] = make([]planner.Tenths, len(quarters))
	}
	for j, quarter := range quarters {
		days := WorkingDays(quarter, s.EvesFree)
		for i := range people {
			hours[i][j] = s.hoursOf(&people[i], days)
		}
	}
	return hours
}
