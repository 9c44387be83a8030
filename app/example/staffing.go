package example

import (
	"context"
	"fmt"

	"github.com/BurntSushi/toml"

	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// staff is what stands in staffing.toml.
type staff struct {
	Person []staffPerson
	Effort []staffEffort
}

type staffPerson struct {
	Name, Role string
	Percent    int
	Away       []calendar.Date // the first and the last day away; empty for never
}

// staffEffort has either total or steady hours.
type staffEffort struct {
	Activity      int
	Total, Steady int
	By            string // who made the estimate
	Role          string // whose work it is; empty for anyone
	Owner         string // the person's name; empty for nobody
}

// putStaff adds the people and the estimates. Where somebody is there already the people are left out: they would mix with
// those who really work there.
func putStaff(ctx context.Context, tx *store.Tx, p *plan.Plan) error {
	var all staff
	read, err := toml.Decode(string(staffingFile), &all)
	if err != nil {
		return err
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("staffing.toml: %s is not known", unknown[0])
	}
	there, err := staffing.People(ctx, tx)
	if err != nil {
		return err
	}
	keys := map[string]string{}
	if len(there) == 0 {
		if keys, err = putPeople(ctx, tx, p, all.Person); err != nil {
			return err
		}
	}
	activities := map[int]string{}
	for _, a := range p.Activities() {
		activities[a.Number] = a.ID
	}
	for i := range all.Effort {
		e := all.Effort[i].effort(activities, keys)
		if e.ActivityID == "" {
			return fmt.Errorf("staffing.toml: the plan has no activity %d", all.Effort[i].Activity)
		}
		if err := staffing.SaveEffort(ctx, tx, p, e, 0); err != nil {
			return err
		}
	}
	return nil
}

// putPeople adds the people and gives their keys by their names.
func putPeople(ctx context.Context, tx *store.Tx, p *plan.Plan, people []staffPerson) (map[string]string, error) {
	keys := map[string]string{}
	for _, who := range people {
		id := store.NewID()
		keys[who.Name] = id
		if err := staffing.AddPerson(ctx, tx, staffing.Person{ID: id, Name: who.Name, Role: who.Role, From: p.Period.From}, who.Percent*10); err != nil {
			return nil, err
		}
		if len(who.Away) == 2 {
			away := staffing.Absence{ID: store.NewID(), Days: calendar.Span{From: who.Away[0], To: who.Away[1]}, Permille: 1000}
			if err := staffing.AddAbsence(ctx, tx, id, away); err != nil {
				return nil, err
			}
		}
	}
	return keys, nil
}

func (e *staffEffort) effort(activities map[int]string, keys map[string]string) staffing.Effort {
	effort := staffing.Effort{ActivityID: activities[e.Activity], Shape: staffing.Total, Hours: planner.Tenths(e.Total * 10), Who: staffing.Anyone,
		Owner: keys[e.Owner], EstimatedBy: e.By}
	if e.Steady > 0 {
		effort.Shape, effort.Hours = staffing.Steady, planner.Tenths(e.Steady*10)
	}
	if e.Role != "" {
		effort.Who, effort.Role = staffing.ByRole, e.Role
	}
	return effort
}
