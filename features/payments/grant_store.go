package payments

import (
	"context"
	"errors"
	"reflect"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrNotNow is the kind of a change that the state does not allow; ErrSavedMeanwhile says that somebody else has changed what
// is to be changed since it was read. Test with errors.Is.
var (
	ErrNotNow         = errors.New("it is in another state")
	ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")
)

// lock is held by whoever changes payments. They are changed seldom, and a batch concerns many grants at once.
const lock = "payments"

const grantQuery = `SELECT g.id, g.application_id, g.call_id, g.organisation_id, g.kind, g.first_year, g.amount AS granted, g.decided_on, g.conditions, g.state,
	g.state_why AS why, g.pay_kind, g.pay_number, g.accepted_at, g.version, o.name AS organisation, c.title AS call, c.programme_id, p.name AS programme, p.account AS budget_account,
	COALESCE(a.diary_number, '') AS diary_number, COALESCE(a.officer_id, '') AS officer_id
	FROM given_grant g JOIN organisation o ON o.id = g.organisation_id JOIN grant_call c ON c.id = g.call_id JOIN programme p ON p.id = c.programme_id
	JOIN application a ON a.id = g.application_id`

type grantRow struct {
	ID, ApplicationID, CallID, OrganisationID                                         string
	Kind                                                                              Kind
	FirstYear                                                                         int
	Granted                                                                           int64
	DecidedOn                                                                         calendar.Date
	Conditions                                                                        string
	State                                                                             GrantState
	Why                                                                               string
	PayKind                                                                           AccountKind
	PayNumber                                                                         string
	AcceptedAt                                                                        store.Time
	Version                                                                           int
	Organisation, Call, ProgrammeID, Programme, BudgetAccount, DiaryNumber, OfficerID string
}

func (r *grantRow) grant() Grant {
	return Grant{ID: r.ID, ApplicationID: r.ApplicationID, CallID: r.CallID, OrganisationID: r.OrganisationID, Kind: r.Kind, FirstYear: r.FirstYear, DecidedOn: r.DecidedOn,
		Conditions: r.Conditions, State: r.State, Why: r.Why, Pays: BankAccount{r.PayKind, r.PayNumber}, AcceptedAt: r.AcceptedAt, Version: r.Version,
		Ledger: Ledger{Granted: r.Granted}, Organisation: r.Organisation, Call: r.Call, ProgrammeID: r.ProgrammeID, Programme: r.Programme, BudgetAccount: r.BudgetAccount,
		DiaryNumber: r.DiaryNumber, OfficerID: r.OfficerID}
}

const yearQuery = "SELECT grant_id, year, amount, off, state, why, members, answer, answered_at FROM grant_year"

type yearRow struct {
	GrantID     string
	Year        int
	Amount, Off int64
	State       TrancheState
	Why         string
	Members     *int
	Answer      string
	AnsweredAt  store.Time
}

const instalmentQuery = `SELECT i.id, i.grant_id, i.year, i.amount, i.state, i.due_on, i.is_advance, COALESCE(i.ready_by, '') AS ready_by, COALESCE(i.first_by, '') AS first_by,
	i.first_at, COALESCE(i.second_by, '') AS second_by, i.second_at, COALESCE(i.batch_id, '') AS batch_id, COALESCE(i.reclaim_id, '') AS reclaim_id, i.paid_on, i.why FROM instalment i`

type instalmentRow struct {
	ID, GrantID        string
	Year               int
	Amount             int64
	State              InstalmentState
	DueOn              calendar.Date
	IsAdvance          bool
	ReadyBy, FirstBy   string
	FirstAt            store.Time
	SecondBy           string
	SecondAt           store.Time
	BatchID, ReclaimID string
	PaidOn             calendar.Date
	Why                string
}

func (r *instalmentRow) instalment() Instalment {
	return Instalment{r.ID, r.Amount, r.State, r.DueOn, r.IsAdvance, r.ReadyBy, r.FirstBy, r.FirstAt, r.SecondBy, r.SecondAt, r.BatchID, r.ReclaimID, r.PaidOn, r.Why}
}

// Find gives a grant with its years and payments; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Grant, error) {
	if !store.IsID(id) {
		return Grant{}, unknown()
	}
	list, err := find(ctx, tx, " WHERE g.id = $1", id)
	if err == nil && len(list) == 0 {
		err = unknown()
	}
	if err != nil {
		return Grant{}, err
	}
	return list[0], nil
}

func unknown() error { return i18n.Fail("payments.unknown").Because(store.ErrNotFound) }

// find gives grants that a condition on g chooses, with everything, in the order they were opened.
func find(ctx context.Context, tx *store.Tx, where string, args ...any) ([]Grant, error) {
	var rows []grantRow
	var years []yearRow
	var paid []instalmentRow
	chosen := " WHERE grant_id IN (SELECT g.id FROM given_grant g" + where + ")"
	if err := tx.Select(ctx, &rows, grantQuery+where+" ORDER BY g.opened_at, g.id", args...); err != nil {
		return nil, err
	}
	if err := tx.Select(ctx, &years, yearQuery+chosen+" ORDER BY grant_id, year", args...); err != nil {
		return nil, err
	}
	if err := tx.Select(ctx, &paid, instalmentQuery+chosen+" ORDER BY i.due_on, i.id", args...); err != nil {
		return nil, err
	}
	of := map[string]map[int][]Instalment{}
	for i := range paid {
		p := &paid[i]
		if of[p.GrantID] == nil {
			of[p.GrantID] = map[int][]Instalment{}
		}
		of[p.GrantID][p.Year] = append(of[p.GrantID][p.Year], p.instalment())
	}
	list, at := make([]Grant, len(rows)), map[string]int{}
	for i := range rows {
		list[i], at[rows[i].ID] = rows[i].grant(), i
	}
	for i := range years {
		y := &years[i]
		g := &list[at[y.GrantID]]
		g.Tranches = append(g.Tranches, Tranche{y.Year, y.Amount, y.Off, y.State, y.Why, y.Members, y.Answer, y.AnsweredAt, of[y.GrantID][y.Year]})
	}
	return list, nil
}

// Open makes the grant of a decision, its years, and a payment of the whole first year. It is called in the decision's
// transaction; the same decision opens one grant. What has been paid in advance for the first year is set off, and what was
// more than is granted now is observed as to be claimed back.
func Open(ctx context.Context, tx *store.Tx, d Decision) (grantID string, err error) {
	if d.Amount <= 0 || d.Years <= 0 || d.FirstYear <= 0 || d.DecidedOn.IsZero() {
		return "", i18n.Fail("payments.amount_wrong")
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return "", err
	}
	a, err := applications.Find(ctx, tx, d.ApplicationID)
	if err != nil {
		return "", err
	}
	call, err := grants.FindCall(ctx, tx, d.CallID)
	if err != nil {
		return "", err
	}
	if a.CallID != d.CallID || a.OrganisationID != d.OrganisationID {
		return "", i18n.Fail("payments.other_application")
	}
	g := Grant{ID: store.NewID(), ApplicationID: d.ApplicationID, CallID: d.CallID, OrganisationID: d.OrganisationID, Kind: Award, FirstYear: d.FirstYear, DecidedOn: d.DecidedOn,
		Conditions: d.Conditions, State: AwaitingAcceptance, Ledger: Ledger{d.Amount, Years(d.Amount, d.FirstYear, d.Years)}}
	first := &g.Tranches[0]
	rest, err := setOffAdvance(ctx, tx, &g, call.ProgrammeID)
	if err != nil {
		return "", err
	}
	if rest > 0 {
		first.Instalments = append(first.Instalments, Instalment{ID: store.NewID(), Amount: rest, State: Planned, DueOn: d.DecidedOn})
	}
	isNew, err := insert(ctx, tx, &g, "grant.opened")
	if err != nil || isNew {
		return g.ID, err
	}
	return g.ID, tx.Get(ctx, &g.ID, "SELECT id FROM given_grant WHERE application_id = $1 AND kind = $2 AND first_year = $3", d.ApplicationID, Award, d.FirstYear)
}

// insert writes a new grant; false when there is one of the same kind, application and first year.
func insert(ctx context.Context, tx *store.Tx, g *Grant, action string) (bool, error) {
	if err := g.Check(); err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO given_grant (id, application_id, call_id, organisation_id, kind, first_year, amount, decided_on, conditions, state, state_why, pay_kind, pay_number,
		accepted_at, opened_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, 1) ON CONFLICT (application_id, kind, first_year) DO NOTHING`,
		g.ID, g.ApplicationID, g.CallID, g.OrganisationID, g.Kind, g.FirstYear, g.Granted, g.DecidedOn, g.Conditions, g.State, g.Pays.Kind, g.Pays.Number, g.AcceptedAt, store.Now())
	if err != nil || n == 0 {
		return false, err
	}
	g.Version = 1
	if err := writeYears(ctx, tx, &Grant{ID: g.ID}, g); err != nil {
		return false, err
	}
	return true, audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "grant", ObjectID: g.ID, After: g.told()})
}

// change changes a grant, unless somebody else has done so since version seen; 0 asks for no version. What breaks the ledger's
// promises is refused.
func change(ctx context.Context, tx *store.Tx, id string, seen int, action, reason string, do func(*Grant) error) (Grant, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Grant{}, err
	}
	g, err := Find(ctx, tx, id)
	if err != nil {
		return g, err
	}
	if seen != 0 && g.Version != seen {
		return g, i18n.Fail("payments.meanwhile").Because(ErrSavedMeanwhile)
	}
	before, err := Find(ctx, tx, id)
	if err != nil {
		return g, err
	}
	if err := do(&g); err != nil {
		return before, err
	}
	return g, save(ctx, tx, &before, &g, action, reason)
}

// save writes what differs.
func save(ctx context.Context, tx *store.Tx, before, g *Grant, action, reason string) error {
	if reflect.DeepEqual(before, g) {
		return nil
	}
	if err := g.Check(); err != nil {
		return err
	}
	g.Version++
	if _, err := tx.Exec(ctx, `UPDATE given_grant SET state = $2, state_why = $3, pay_kind = $4, pay_number = $5, accepted_at = $6, version = version + 1 WHERE id = $1`,
		g.ID, g.State, g.Why, g.Pays.Kind, g.Pays.Number, g.AcceptedAt); err != nil {
		return err
	}
	if err := writeYears(ctx, tx, before, g); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "grant", ObjectID: g.ID, Reason: reason, Before: before.told(), After: g.told()})
}

// writeYears writes the years and payments that differ from those before.
func writeYears(ctx context.Context, tx *store.Tx, before, g *Grant) error {
	kept := map[string]bool{}
	for i := range g.Tranches {
		t := &g.Tranches[i]
		if old := before.Year(t.Year); old == nil || !reflect.DeepEqual(old, t) {
			if _, err := tx.Exec(ctx, `INSERT INTO grant_year (grant_id, year, amount, off, state, why, members, answer, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
				ON CONFLICT (grant_id, year) DO UPDATE SET off = excluded.off, state = excluded.state, why = excluded.why, members = excluded.members, answer = excluded.answer,
					answered_at = excluded.answered_at`, g.ID, t.Year, t.Amount, t.Off, t.State, t.Why, t.Members, t.Answer, t.AnsweredAt); err != nil {
				return err
			}
		}
		for n := range t.Instalments {
			p := &t.Instalments[n]
			kept[p.ID] = true
			if _, old := before.Find(p.ID); old != nil && *old == *p {
				continue
			}
			if err := writeInstalment(ctx, tx, g.ID, t.Year, p); err != nil {
				return err
			}
		}
	}
	for i := range before.Tranches {
		for _, p := range before.Tranches[i].Instalments {
			if kept[p.ID] {
				continue
			}
			if _, err := tx.Exec(ctx, "DELETE FROM instalment WHERE id = $1", p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeInstalment(ctx context.Context, tx *store.Tx, grantID string, year int, p *Instalment) error {
	n, err := tx.Exec(ctx, `INSERT INTO instalment (id, grant_id, year, amount, state, due_on, is_advance, ready_by, first_by, first_at, second_by, second_at, batch_id, reclaim_id, paid_on, why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, state = excluded.state, due_on = excluded.due_on, ready_by = excluded.ready_by, first_by = excluded.first_by,
			first_at = excluded.first_at, second_by = excluded.second_by, second_at = excluded.second_at, batch_id = excluded.batch_id, reclaim_id = excluded.reclaim_id,
			paid_on = excluded.paid_on, why = excluded.why WHERE instalment.grant_id = excluded.grant_id`,
		p.ID, grantID, year, p.Amount, p.State, p.DueOn, p.IsAdvance, orNull(p.ReadyBy), orNull(p.FirstBy), p.FirstAt, orNull(p.SecondBy), p.SecondAt, orNull(p.BatchID),
		orNull(p.ReclaimID), p.PaidOn, p.Why)
	if err == nil && n == 0 {
		err = unknown() // the key is another grant's
	}
	return err
}

func orNull(key string) *string {
	if key == "" {
		return nil
	}
	return &key
}

// told is what the trail says of a grant.
type told struct {
	State      GrantState `json:"grantState"`
	Pays       string     `json:"payAccount,omitempty"`
	Granted    int64      `json:"grantedOre"`
	Conditions string     `json:"conditions,omitempty"`
	Years      []yearTold `json:"grantYears"`
}

type yearTold struct {
	Year     int           `json:"year"`
	State    TrancheState  `json:"yearState"`
	Amount   int64         `json:"amountOre"`
	Members  *int          `json:"members,omitempty"`
	Payments []paymentTold `json:"grantPayments,omitempty"`
}

type paymentTold struct {
	State  InstalmentState `json:"paymentState"`
	DueOn  calendar.Date   `json:"dueOn"`
	Amount int64           `json:"amountOre"`
}

func (g *Grant) told() told {
	t := told{State: g.State, Pays: g.Pays.String(), Granted: g.Granted, Conditions: g.Conditions}
	for i := range g.Tranches {
		year := &g.Tranches[i]
		y := yearTold{Year: year.Year, State: year.State, Amount: year.Amount - year.Off, Members: year.Members}
		for n := range year.Instalments {
			p := &year.Instalments[n]
			y.Payments = append(y.Payments, paymentTold{p.State, p.DueOn, p.Amount})
		}
		t.Years = append(t.Years, y)
	}
	return t
}

// OfOrganisation lists an organisation's grants in the order they were opened, those of what has been merged into it included.
func OfOrganisation(ctx context.Context, tx *store.Tx, organisationID string) ([]Grant, error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	places, args := in(keys)
	return find(ctx, tx, " WHERE g.organisation_id IN ("+places+")", args...)
}

// history gives what has happened to a grant, oldest first.
func history(ctx context.Context, tx *store.Tx, grantID string) ([]audit.Entry, error) {
	return audit.Of(ctx, tx, "grant", grantID)
}
