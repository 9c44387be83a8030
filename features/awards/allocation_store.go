package awards

import (
	"context"
	"errors"
	"slices"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/features/organisations"
	"samverk/features/payments"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrNotNow is the kind of a change that the state does not allow, ErrRecused of one by somebody with a conflict of interest,
// and ErrSavedMeanwhile says that somebody else has saved. Test with errors.Is.
var (
	ErrNotNow         = errors.New("the proposal is in another state")
	ErrRecused        = errors.New("there is a conflict of interest")
	ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")
)

const kind = "allocation"

type allocationRow struct {
	ID, CallID string
	State      State
	Pots       store.JSON[[]allocation.Pot]
	Wordings   store.JSON[Wordings]
	Appeal     Appeal
	MadeBy     string
	ChangedBy  string
	CheckedBy  string
	SignedBy   string
	CheckedAt  store.Time
	Checked    store.JSON[map[string]int64]
	DecidedOn  calendar.Date
	Version    int
}

const allocationQuery = `SELECT id, call_id, state, pots, wordings, appeal, COALESCE(made_by, '') AS made_by, COALESCE(changed_by, '') AS changed_by,
	COALESCE(checked_by, '') AS checked_by, COALESCE(signed_by, '') AS signed_by, checked_at, checked, decided_on, version FROM allocation`

func (r *allocationRow) allocation() Allocation {
	return Allocation{ID: r.ID, CallID: r.CallID, State: r.State, Pots: r.Pots.V, Wordings: r.Wordings.V, Appeal: r.Appeal, MadeBy: r.MadeBy, ChangedBy: r.ChangedBy,
		CheckedBy: r.CheckedBy, SignedBy: r.SignedBy, CheckedAt: r.CheckedAt, Checked: r.Checked.V, DecidedOn: r.DecidedOn, Version: r.Version}
}

type rowRow struct {
	ApplicationID, Account string
	Part                   int
	Category               string
	Formula, Proposed      *int64
	Reason                 Reason
	Words, Conditions      string
	BoardAmount            *int64
	IsDecided              bool
	Number                 organisations.Number
	Seat, Stands           string
}

// Find gives a proposal with its rows, by the organisations' names; store.ErrNotFound when there is none.
func (d *Desk) Find(ctx context.Context, tx *store.Tx, id string) (*Table, error) {
	var row allocationRow
	unknown := i18n.Fail("awards.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return nil, unknown
	}
	if err := tx.Get(ctx, &row, allocationQuery+" WHERE id = $1", id); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			err = unknown
		}
		return nil, err
	}
	t := &Table{Allocation: row.allocation()}
	var err error
	if t.Call, err = grants.FindCall(ctx, tx, t.CallID); err != nil {
		return nil, err
	}
	if t.Programme, err = grants.FindProgramme(ctx, tx, t.Call.ProgrammeID); err != nil {
		return nil, err
	}
	if err := tx.Select(ctx, &t.Parts, "SELECT part, case_id, state FROM allocation_part WHERE allocation_id = $1 ORDER BY part", id); err != nil {
		return nil, err
	}
	return t, d.readRows(ctx, tx, t)
}

func (d *Desk) readRows(ctx context.Context, tx *store.Tx, t *Table) error {
	all, err := applications.OfCall(ctx, tx, t.CallID)
	if err != nil {
		return err
	}
	byID := map[string]*applications.Application{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	last, err := lastYear(ctx, tx, &t.Call, t.years())
	if err != nil {
		return err
	}
	ranks := map[string]Rank{}
	if d.Ranking != nil {
		if ranks, err = d.Ranking(ctx, tx, t.CallID); err != nil {
			return err
		}
	}
	var rows []rowRow
	if err := tx.Select(ctx, &rows, `SELECT r.application_id, r.account, r.part, r.category, r.formula, r.proposed, r.reason, r.words, r.conditions, r.board_amount, r.is_decided,
		COALESCE(o.number, '') AS number, o.seat, `+organisations.Stands("o")+` AS stands FROM allocation_row r JOIN application a ON a.id = r.application_id
		JOIN organisation o ON o.id = a.organisation_id WHERE r.allocation_id = $1 ORDER BY o.sort_key, r.application_id`, t.ID); err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		one := Row{ApplicationID: r.ApplicationID, RowContent: RowContent{r.Account, r.Part, r.Category, r.Proposed, r.Reason, r.Words, r.Conditions}, Formula: r.Formula,
			BoardAmount: r.BoardAmount, IsDecided: r.IsDecided, Number: r.Number, Seat: r.Seat, Last: last[r.Stands], Rank: ranks[r.ApplicationID]}
		if a := byID[r.ApplicationID]; a != nil {
			one.Application = *a
		}
		t.Rows = append(t.Rows, one)
	}
	return nil
}

// lastYear is what the programme gave for the year before the call's, by organisation, in öre.
func lastYear(ctx context.Context, tx *store.Tx, call *grants.Call, years int) (map[string]int64, error) {
	var rows []struct {
		Stands string
		Year   int
		Amount int64
	}
	if err := tx.Select(ctx, &rows, `SELECT `+organisations.Stands("o")+` AS stands, c.year, a.decided_amount AS amount FROM application a JOIN grant_call c ON c.id = a.call_id
		JOIN organisation o ON o.id = a.organisation_id WHERE c.programme_id = $1 AND c.year < $2 AND a.decided_amount IS NOT NULL ORDER BY a.id`, call.ProgrammeID, call.Content.Year); err != nil {
		return nil, err
	}
	last := map[string]int64{}
	for _, r := range rows {
		for _, t := range payments.Years(r.Amount, r.Year, years) {
			if t.Year == call.Content.Year-1 {
				last[r.Stands] += t.Amount
			}
		}
	}
	return last, nil
}

// OfCall gives the proposal of a call; nil when none has been begun.
func (d *Desk) OfCall(ctx context.Context, tx *store.Tx, callID string) (*Table, error) {
	var ids []string
	if err := tx.Select(ctx, &ids, "SELECT id FROM allocation WHERE call_id = $1", callID); err != nil || len(ids) == 0 {
		return nil, err
	}
	return d.Find(ctx, tx, ids[0])
}

// lock keeps others from changing a proposal to the end of the transaction, and reads it.
func (d *Desk) lock(ctx context.Context, tx *store.Tx, id string) (*Table, error) {
	if err := tx.Lock(ctx, "allocation "+id); err != nil {
		return nil, err
	}
	return d.Find(ctx, tx, id)
}

// told is what the trail says of a proposal.
type told struct {
	State State    `json:"allocationState"`
	Rows  []string `json:"allocationRows,omitempty"`
}

// write keeps the proposal itself.
func (t *Table) write(ctx context.Context, tx *store.Tx) error {
	t.Version++
	_, err := tx.Exec(ctx, `UPDATE allocation SET state = $2, pots = $3, wordings = $4, appeal = $5, changed_by = $6, checked_by = $7, signed_by = $8, checked_at = $9, checked = $10,
		decided_on = $11, version = $12 WHERE id = $1`, t.ID, t.State, store.AsJSON(t.Pots), store.AsJSON(t.Wordings), t.Appeal, orNull(t.ChangedBy), orNull(t.CheckedBy),
		orNull(t.SignedBy), t.CheckedAt, store.AsJSON(t.Checked), t.DecidedOn, t.Version)
	return err
}

func orNull(key string) *string {
	if key == "" {
		return nil
	}
	return &key
}

// become takes the proposal to a state and tells the trail.
func (t *Table) become(ctx context.Context, tx *store.Tx, to State, action, reason string) error {
	if way, is := Ways.Find(t.State, to); !is || way.Reason && reason == "" {
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	}
	before := told{State: t.State}
	t.State = to
	if err := t.write(ctx, tx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: kind, ObjectID: t.ID, Reason: reason, Before: before, After: told{State: to}})
}

// touched is the state after a change: the check does not hold any more.
func (t *Table) touched(ctx context.Context) {
	if who := whoActs(ctx); who != nil {
		t.ChangedBy = *who
	} else {
		t.ChangedBy = ""
	}
	t.CheckedBy, t.CheckedAt = "", store.Time{}
	if t.State = Draft; len(t.Lacks()) == 0 {
		t.State = Balanced
	}
}

// Begin makes the proposal of a call, unless it is there, and takes its applications into it: those that are assessed, or
// admissible where nothing is assessed, and those that may not have anything, which are proposed to be rejected. Asked once
// more it takes those that have come since.
func (d *Desk) Begin(ctx context.Context, tx *store.Tx, callID string) (*Table, error) {
	if err := tx.Lock(ctx, "allocation of "+callID); err != nil {
		return nil, err
	}
	call, err := grants.FindCall(ctx, tx, callID)
	if err != nil {
		return nil, err
	}
	t, err := d.OfCall(ctx, tx, callID)
	if err != nil {
		return nil, err
	}
	if t == nil {
		if err := prepare(ctx, tx, &call); err != nil {
			return nil, err
		}
		id, now, p := store.NewID(), store.Now(), d.print()
		wordings := Wordings{p.T("awards.wording.granted"), p.T("awards.wording.partly"), p.T("awards.wording.rejected")}
		if _, err := tx.Exec(ctx, `INSERT INTO allocation (id, call_id, state, pots, wordings, appeal, made_by, changed_by, checked, made_at, version)
			VALUES ($1, $2, 'draft', '[]', $3, 'legality', $4, $4, 'null', $5, 1)`, id, callID, store.AsJSON(wordings), whoActs(ctx), now); err != nil {
			return nil, err
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: "allocation.begun", ObjectKind: kind, ObjectID: id, After: told{State: Draft}}); err != nil {
			return nil, err
		}
		if t, err = d.Find(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	if t, err = d.lock(ctx, tx, t.ID); err != nil || !t.State.IsWorkedOn() {
		return t, err
	}
	return d.take(ctx, tx, t)
}

// prepare takes a call that has closed, by the clock too, to where proposals are made.
func prepare(ctx context.Context, tx *store.Tx, call *grants.Call) error {
	if state := call.StateAt(store.Now().Time); state != grants.Closed && state != grants.InAssessment {
		return i18n.Fail("awards.call_not_closed").Because(ErrNotNow)
	}
	for _, to := range []grants.CallState{grants.Open, grants.Closed, grants.InAssessment} {
		if grants.CallWays.May(call.State, to, "") {
			if err := grants.Become(ctx, tx, call, to, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes the applications in that have none of a proposal yet.
func (d *Desk) take(ctx context.Context, tx *store.Tx, t *Table) (*Table, error) {
	ready := applications.Admissible
	if t.Programme.IsAssessed {
		ready = applications.Assessed
	}
	list, err := applications.OfCall(ctx, tx, t.CallID, ready, applications.Inadmissible)
	if err != nil {
		return nil, err
	}
	account := t.Programme.Account
	if frames := t.Call.Content.Frames; len(frames) > 0 && !slices.ContainsFunc(frames, func(f grants.Frame) bool { return f.Account == account }) {
		account = frames[0].Account
	}
	var names []string
	for i := range list {
		a, reason, proposed := &list[i], Reason(""), (*int64)(nil)
		if a.State == applications.Inadmissible {
			reason, proposed = ConditionsReason, new(int64)
		}
		if err := applications.Become(ctx, tx, a, applications.InProposal, ""); err != nil {
			return nil, err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO allocation_row (application_id, allocation_id, account, part, category, proposed, reason, words, conditions, is_decided)
			VALUES ($1, $2, $3, 0, '', $4, $5, '', '', FALSE) ON CONFLICT (application_id) DO NOTHING`, a.ID, t.ID, account, proposed, reason); err != nil {
			return nil, err
		}
		names = append(names, a.Organisation)
	}
	if len(names) == 0 {
		return t, nil
	}
	if t, err = d.Find(ctx, tx, t.ID); err != nil {
		return nil, err
	}
	before := told{State: t.State}
	t.touched(ctx)
	if err := t.write(ctx, tx); err != nil {
		return nil, err
	}
	return t, audit.Append(ctx, tx, audit.Change{Action: "allocation.taken_in", ObjectKind: kind, ObjectID: t.ID, Before: before, After: told{t.State, names}})
}
