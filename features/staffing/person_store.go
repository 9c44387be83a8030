package staffing

import (
	"context"
	"errors"
	"slices"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has saved since the form was shown.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

const personQuery = `SELECT id, name, role, COALESCE(account_id, '') AS account_id, works_from, works_until, version FROM staff_person`

type personRow struct {
	ID, Name, Role, AccountID string
	WorksFrom, WorksUntil     calendar.Date
	Version                   int
}

func (r personRow) person() Person {
	return Person{ID: r.ID, Name: r.Name, Role: r.Role, AccountID: r.AccountID, From: r.WorksFrom, Until: r.WorksUntil, Version: r.Version}
}

// People lists everybody, those who began first before the others, with their percent and absence.
func People(ctx context.Context, tx *store.Tx) ([]Person, error) {
	return people(ctx, tx, personQuery+" ORDER BY works_from, name, id")
}

// FindPerson gives one person; store.ErrNotFound when there is none.
func FindPerson(ctx context.Context, tx *store.Tx, id string) (Person, error) {
	all, err := people(ctx, tx, personQuery+" WHERE id = $1", id)
	if err == nil && len(all) == 0 {
		return Person{}, i18n.Fail("staffing.people.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return Person{}, err
	}
	return all[0], nil
}

func people(ctx context.Context, tx *store.Tx, query string, args ...any) ([]Person, error) {
	var rows []personRow
	if err := tx.Select(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	var percents []struct {
		PersonID string
		StartsOn calendar.Date
		Permille int
	}
	if err := tx.Select(ctx, &percents, "SELECT person_id, starts_on, permille FROM staff_percent ORDER BY person_id, starts_on"); err != nil {
		return nil, err
	}
	var absences []struct {
		ID, PersonID        string
		AwayFrom, AwayUntil calendar.Date
		Permille            int
	}
	if err := tx.Select(ctx, &absences, "SELECT id, person_id, away_from, away_until, permille FROM staff_absence ORDER BY person_id, away_from, id"); err != nil {
		return nil, err
	}
	all := make([]Person, len(rows))
	for i, row := range rows {
		all[i] = row.person()
		for _, r := range percents {
			if r.PersonID == row.ID {
				all[i].Percents = append(all[i].Percents, Percent{r.StartsOn, r.Permille})
			}
		}
		for _, r := range absences {
			if r.PersonID == row.ID {
				all[i].Absences = append(all[i].Absences, Absence{r.ID, calendar.Span{From: r.AwayFrom, To: r.AwayUntil}, r.Permille})
			}
		}
	}
	return all, nil
}

// personTold is what the trail keeps of a person.
type personTold struct {
	Name      string        `json:"name"`
	Role      string        `json:"role"`
	AccountID string        `json:"accountId"`
	WorksFrom calendar.Date `json:"worksFrom"`
	LastDay   calendar.Date `json:"lastDay"`
}

func (p *Person) told() personTold {
	return personTold{p.Name, p.Role, p.AccountID, p.From, p.Until}
}

// nameFromAccount gives who has an account the account's name, so that there is one name to change and to erase.
func nameFromAccount(ctx context.Context, tx *store.Tx, p *Person) error {
	if p.AccountID == "" {
		return nil
	}
	account, err := accounts.Find(ctx, tx, p.AccountID)
	if err != nil {
		return err
	}
	p.Name = account.Name
	return nil
}

// AddPerson adds somebody with a percent of full time from their first day. The key was made with the form, so the same
// form sent twice adds one person.
func AddPerson(ctx context.Context, tx *store.Tx, p Person, permille int) error {
	if err := nameFromAccount(ctx, tx, &p); err != nil {
		return err
	}
	if _, fault := p.check(); fault != nil {
		return fault
	}
	first := Percent{p.From, permille}
	if _, fault := first.check(); fault != nil {
		return fault
	}
	n, err := tx.Exec(ctx, `INSERT INTO staff_person (id, name, role, account_id, works_from, works_until, version)
		VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (id) DO NOTHING`, p.ID, p.Name, p.Role, orNull(p.AccountID), p.From, p.Until)
	if err != nil || n == 0 {
		return err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "staff.added", ObjectKind: "staff", ObjectID: p.ID, After: p.told()}); err != nil {
		return err
	}
	return SetPercent(ctx, tx, p.ID, first)
}

// orNull is what a column has that may lack a value.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// ChangePerson changes name, role, account and first and last day, unless somebody else has done so since version seen. What is
// the same already is not saved again.
func ChangePerson(ctx context.Context, tx *store.Tx, p Person, seen int) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	if err := nameFromAccount(ctx, tx, &p); err != nil {
		return err
	}
	if _, fault := p.check(); fault != nil {
		return fault
	}
	before, err := FindPerson(ctx, tx, p.ID)
	if err != nil || before.told() == p.told() {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `UPDATE staff_person SET name = $2, role = $3, account_id = $4, works_from = $5, works_until = $6, version = version + 1
		WHERE id = $1`, p.ID, p.Name, p.Role, orNull(p.AccountID), p.From, p.Until); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staff.changed", ObjectKind: "staff", ObjectID: p.ID, Before: before.told(), After: p.told()})
}

// timeTold is what the trail keeps of somebody's time.
type timeTold struct {
	From  calendar.Date `json:"from"`
	Until calendar.Date `json:"lastDay,omitzero"`
	Share string        `json:"share"`
}

func (c Percent) told() timeTold {
	return timeTold{From: c.From, Share: percentText(c.Permille) + " %"}
}

func (a Absence) told() timeTold {
	return timeTold{From: a.Days.From, Until: a.Days.To, Share: percentText(a.Permille) + " %"}
}

// SetPercent says how much of full time somebody works from a day. What was said of that very day before is replaced.
func SetPercent(ctx context.Context, tx *store.Tx, personID string, c Percent) error {
	if _, fault := c.check(); fault != nil {
		return fault
	}
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	p, err := FindPerson(ctx, tx, personID)
	if err != nil {
		return err
	}
	if !p.Works(c.From) {
		return i18n.Fail("staffing.people.starts_outside")
	}
	change := audit.Change{Action: "staff.percent_set", ObjectKind: "staff", ObjectID: personID, After: c.told()}
	if at := slices.IndexFunc(p.Percents, func(old Percent) bool { return old.From == c.From }); at >= 0 {
		if p.Percents[at] == c {
			return nil
		}
		change.Before = p.Percents[at].told()
	}
	if _, err := tx.Exec(ctx, `INSERT INTO staff_percent (person_id, starts_on, permille) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, starts_on) DO UPDATE SET permille = excluded.permille`, personID, c.From, c.Permille); err != nil {
		return err
	}
	return audit.Append(ctx, tx, change)
}

// RemovePercent takes back a change of percent. The last one left cannot be taken back: somebody always has a percent.
func RemovePercent(ctx context.Context, tx *store.Tx, personID string, from calendar.Date) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	p, err := FindPerson(ctx, tx, personID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(p.Percents, func(c Percent) bool { return c.From == from })
	if at < 0 {
		return nil
	}
	if len(p.Percents) == 1 {
		return i18n.Fail("staffing.people.last_percent")
	}
	if _, err := tx.Exec(ctx, "DELETE FROM staff_percent WHERE person_id = $1 AND starts_on = $2", personID, from); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staff.percent_removed", ObjectKind: "staff", ObjectID: personID, Before: p.Percents[at].told()})
}

// AddAbsence says when somebody is away. The key was made with the form, so the same form sent twice adds one absence.
func AddAbsence(ctx context.Context, tx *store.Tx, personID string, a Absence) error {
	if _, fault := a.check(); fault != nil {
		return fault
	}
	if _, err := FindPerson(ctx, tx, personID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO staff_absence (id, person_id, away_from, away_until, permille) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, a.ID, personID, a.Days.From, a.Days.To, a.Permille)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staff.absence_added", ObjectKind: "staff", ObjectID: personID, After: a.told()})
}

// RemoveAbsence takes an absence away. One that is gone already stays gone.
func RemoveAbsence(ctx context.Context, tx *store.Tx, personID, id string) error {
	p, err := FindPerson(ctx, tx, personID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(p.Absences, func(a Absence) bool { return a.ID == id })
	if at < 0 {
		return nil
	}
	n, err := tx.Exec(ctx, "DELETE FROM staff_absence WHERE id = $1 AND person_id = $2", id, personID)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staff.absence_removed", ObjectKind: "staff", ObjectID: personID, Before: p.Absences[at].told()})
}
