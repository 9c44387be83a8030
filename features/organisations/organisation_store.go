package organisations

import (
	"context"
	"errors"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Kinds of refusal that callers act on. Test with errors.Is.
var (
	ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")
	ErrNumberTaken    = errors.New("another organisation has the number")
	ErrMerged         = errors.New("another organisation stands for it")
)

// lock is held by whoever changes the register: the search's lists are read, changed and written again.
const lock = "organisations"

const organisationColumns = `o.id, o.place, COALESCE(o.number, '') AS number, o.name, o.sort_key, o.former_names, o.legal_form, o.svb, o.class_vocabulary,
	o.class_code, o.seat, o.web, o.email, o.telephone, o.address, o.is_public, o.public_fields, o.note, o.ended_on, o.ended_why,
	COALESCE(o.merged_into, '') AS merged_into, o.version`

type organisationRow struct {
	ID, Number, Name            string
	Place                       int64
	SortKey                     []byte
	FormerNames                 store.JSON[[]string]
	LegalForm                   LegalForm
	SVB                         bool `db:"svb"`
	ClassVocabulary             Vocabulary
	ClassCode, Seat, Web, Email string
	Telephone, Address          string
	IsPublic                    bool
	PublicFields                store.JSON[[]string]
	Note                        string
	EndedOn                     calendar.Date
	EndedWhy, MergedInto        string
	Version                     int
}

func (r *organisationRow) organisation() Organisation {
	return Organisation{ID: r.ID, EndedOn: r.EndedOn, EndedWhy: r.EndedWhy, MergedInto: r.MergedInto, Version: r.Version, Content: Content{
		Number: Number(r.Number), Name: r.Name, FormerNames: r.FormerNames.V, Form: r.LegalForm, SVB: r.SVB, Class: Class{r.ClassVocabulary, r.ClassCode},
		Seat: r.Seat, Web: r.Web, Email: r.Email, Telephone: r.Telephone, Address: r.Address, IsPublic: r.IsPublic, PublicFields: r.PublicFields.V, Note: r.Note}}
}

// Find gives one organisation; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Organisation, error) {
	row, err := findRow(ctx, tx, id)
	if err != nil {
		return Organisation{}, err
	}
	o := row.organisation()
	all, err := withMunicipalities(ctx, tx, []Organisation{o})
	if err != nil {
		return o, err
	}
	return all[0], nil
}

func findRow(ctx context.Context, tx *store.Tx, id string) (row organisationRow, err error) {
	if !store.IsID(id) {
		return row, i18n.Fail("organisations.unknown").Because(store.ErrNotFound)
	}
	err = tx.Get(ctx, &row, "SELECT "+organisationColumns+" FROM organisation o WHERE o.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("organisations.unknown").Because(store.ErrNotFound)
	}
	return row, err
}

// withMunicipalities gives organisations where they have members or activity besides their seat.
func withMunicipalities(ctx context.Context, tx *store.Tx, all []Organisation) ([]Organisation, error) {
	if len(all) == 0 {
		return all, nil
	}
	var q query
	ids := make([]string, len(all))
	at := make(map[string]int, len(all))
	for i := range all {
		ids[i], at[all[i].ID] = all[i].ID, i
	}
	var rows []struct{ OrganisationID, Municipality string }
	err := tx.Select(ctx, &rows, `SELECT organisation_id, municipality FROM organisation_municipality
		WHERE organisation_id IN (`+places(&q, ids)+`) ORDER BY organisation_id, municipality`, q.args...)
	for _, row := range rows {
		if o := &all[at[row.OrganisationID]]; row.Municipality != o.Seat {
			o.Municipalities = append(o.Municipalities, row.Municipality)
		}
	}
	return all, err
}

// told is what the trail keeps of an organisation.
type told struct {
	Number         string        `json:"organisationNumber"`
	Name           string        `json:"name"`
	FormerNames    []string      `json:"formerNames"`
	LegalForm      LegalForm     `json:"legalForm"`
	SVB            bool          `json:"svb"`
	Vocabulary     Vocabulary    `json:"classVocabulary"`
	ClassCode      string        `json:"classCode"`
	Seat           string        `json:"seat"`
	Municipalities []string      `json:"municipalities"`
	Web            string        `json:"web"`
	Email          string        `json:"email"`
	Telephone      string        `json:"telephone"`
	Address        string        `json:"address"`
	IsPublic       bool          `json:"isPublic"`
	PublicFields   []string      `json:"publicFields"`
	Note           string        `json:"note"`
	EndedOn        calendar.Date `json:"endedOn,omitzero"`
}

func (o *Organisation) told() told {
	return told{o.Number.String(), o.Name, o.FormerNames, o.Form, o.SVB, o.Class.Vocabulary, o.Class.Code, o.Seat, o.Municipalities, o.Web, o.Email,
		o.Telephone, o.Address, o.IsPublic, o.PublicFields, o.Note, o.EndedOn}
}

// Add adds an organisation. The key was made with the form, so the same form sent twice adds one.
func Add(ctx context.Context, tx *store.Tx, id string, c Content) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	var there int
	if err := tx.Get(ctx, &there, "SELECT count(*) FROM organisation WHERE id = $1", id); err != nil || there > 0 {
		return err
	}
	if err := numberIsFree(ctx, tx, id, c.Number); err != nil {
		return err
	}
	o := Organisation{ID: id, Content: c, Version: 1}
	if err := insert(ctx, tx, []Organisation{o}); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.added", ObjectKind: "organisation", ObjectID: id, After: o.told()})
}

// numberIsFree refuses a number that another organisation has, and says which.
func numberIsFree(ctx context.Context, tx *store.Tx, id string, number Number) error {
	if number == "" {
		return nil
	}
	var has struct{ Name, StandsFor string }
	err := tx.Get(ctx, &has, `SELECT o.name, COALESCE(k.name, '') AS stands_for FROM organisation o LEFT JOIN organisation k ON k.id = o.merged_into
		WHERE o.number = $1 AND o.id <> $2`, string(number), id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	case has.StandsFor != "":
		return i18n.Fail("organisations.number.of_merged", "name", has.Name, "kept", has.StandsFor).Because(ErrNumberTaken)
	}
	return i18n.Fail("organisations.number.taken", "name", has.Name).Because(ErrNumberTaken)
}

// Change changes what is said of an organisation, unless somebody else has done so since version seen. What is the same
// already is not saved again.
func Change(ctx context.Context, tx *store.Tx, id string, c Content, seen int) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := standing(ctx, tx, id)
	if err != nil {
		return err
	}
	after := before
	after.Content = c
	if before.isSame(&after) {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("organisations.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err := numberIsFree(ctx, tx, id, c.Number); err != nil {
		return err
	}
	if err := update(ctx, tx, &before, &after); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.changed", ObjectKind: "organisation", ObjectID: id, Before: before.told(), After: after.told()})
}

// End says that an organisation is no more since a day, and why. It stays in the register with its history; roles that
// still went on end the same day.
func End(ctx context.Context, tx *store.Tx, id string, day calendar.Date, why string) error {
	if err := firstFault(checkEnd(day, why)); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := standing(ctx, tx, id)
	if err != nil || before.HasEnded() {
		return err
	}
	roles, err := Roles(ctx, tx, id)
	if err != nil {
		return err
	}
	for i := range roles {
		if r := &roles[i]; r.Until.IsZero() || r.Until.After(day) {
			if err := EndRole(ctx, tx, id, r.ID, latest(day, r.From), why); err != nil {
				return err
			}
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation SET ended_on = $2, ended_why = $3, version = version + 1 WHERE id = $1", id, day, why); err != nil {
		return err
	}
	after := before
	after.EndedOn = day
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.ended", ObjectKind: "organisation", ObjectID: id, Reason: why, Before: before.told(), After: after.told()})
}

// Reopen takes an end back that was a mistake. Roles that ended with it stay ended.
func Reopen(ctx context.Context, tx *store.Tx, id string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := standing(ctx, tx, id)
	if err != nil || !before.HasEnded() {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation SET ended_on = NULL, ended_why = '', version = version + 1 WHERE id = $1", id); err != nil {
		return err
	}
	after := before
	after.EndedOn = calendar.Date{}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.reopened", ObjectKind: "organisation", ObjectID: id, Before: before.told(), After: after.told()})
}

const (
	insertOrganisation = `organisation (id, place, number, name, sort_key, former_names, legal_form, svb, class_vocabulary, class_code, seat,
		web, email, telephone, address, is_public, public_fields, note, ended_on, ended_why, added_at, version, name_key, address_key, email_key, web_key)`
	insertMunicipality = "organisation_municipality (organisation_id, municipality, sort_key)"
)

var organisationValues = strings.Count(insertOrganisation, ",") + 1

// insert writes organisations that are not there, with their municipalities and their words.
func insert(ctx context.Context, tx *store.Tx, all []Organisation) error {
	adder, err := newAdder(ctx, tx)
	if err != nil {
		return err
	}
	return adder.insert(ctx, all)
}

// everywhere are the municipalities where the organisation has something, its seat among them.
func (c *Content) everywhere() []string {
	if c.Seat == "" {
		return c.Municipalities
	}
	return append([]string{c.Seat}, c.Municipalities...)
}

// update writes what has changed of an organisation, and keeps what follows its name.
func update(ctx context.Context, tx *store.Tx, before, after *Organisation) error {
	var number any
	if after.Number != "" {
		number = string(after.Number)
	}
	key := sortKey(after.Name)
	if _, err := tx.Exec(ctx, `UPDATE organisation SET number = $2, name = $3, sort_key = $4, former_names = $5, legal_form = $6, svb = $7, class_vocabulary = $8,
		class_code = $9, seat = $10, web = $11, email = $12, telephone = $13, address = $14, is_public = $15, public_fields = $16, note = $17,
		name_key = $18, address_key = $19, email_key = $20, web_key = $21, version = version + 1
		WHERE id = $1`, append([]any{after.ID, number, after.Name, key, store.AsJSON(after.FormerNames), after.Form, after.SVB, after.Class.Vocabulary, after.Class.Code,
		after.Seat, after.Web, after.Email, after.Telephone, after.Address, after.IsPublic, store.AsJSON(after.PublicFields), after.Note}, after.keys()...)...); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM organisation_municipality WHERE organisation_id = $1", after.ID); err != nil {
		return err
	}
	for _, code := range after.everywhere() {
		if _, err := tx.Exec(ctx, "INSERT INTO organisation_municipality (organisation_id, municipality, sort_key) VALUES ($1, $2, $3)", after.ID, code, key); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_role SET sort_key = $2 WHERE held_by = $1", after.ID, key); err != nil {
		return err
	}
	return reindex(ctx, tx, before, after)
}

// query grows a query with numbered arguments.
type query struct {
	text string
	args []any
}

// and adds a condition; its ? is the argument.
func (q *query) and(condition string, arg any) {
	q.text += " AND " + strings.ReplaceAll(condition, "?", q.place(arg))
}
