package entitlement

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has saved since the page was shown.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

// lock is held by whoever changes filings.
const lock = "entitlement"

const filingQuery = `SELECT f.id, f.organisation_id, o.name AS organisation, f.year, f.met_on, f.members, f.young, f.stage, f.version
	FROM entitlement_filing f JOIN organisation o ON o.id = f.organisation_id`

type filingRow struct {
	ID, OrganisationID, Organisation string
	Year                             int
	MetOn                            calendar.Date
	Members, Young                   *int
	Stage                            Stage
	Version                          int
}

func (r *filingRow) filing() Filing {
	return Filing{ID: r.ID, OrganisationID: r.OrganisationID, Organisation: r.Organisation, Year: r.Year, MetOn: r.MetOn, Members: r.Members, Young: r.Young,
		Stage: r.Stage, Version: r.Version}
}

// Find gives a filing with its places, documents and steps; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Filing, error) {
	if !store.IsID(id) {
		return Filing{}, i18n.Fail("entitlement.unknown").Because(store.ErrNotFound)
	}
	return findBy(ctx, tx, "f.id = $1", id)
}

// OfYear gives an organisation's filing for a year; store.ErrNotFound when there is none. Of two, of organisations that have
// been merged, it is the one that StatusOn lets count, and one that has been handed in goes before one that has not.
func OfYear(ctx context.Context, tx *store.Tx, organisationID string, year int) (Filing, error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return Filing{}, err
	}
	places, args := mandates.In(keys, 2)
	happened := "(SELECT max(s.done_at) FROM entitlement_step s WHERE s.filing_id = f.id)"
	return findBy(ctx, tx, "f.year = $1 AND f.organisation_id IN ("+places+") ORDER BY CASE WHEN f.stage = 'entitled' THEN 0 WHEN "+happened+
		" IS NOT NULL THEN 1 ELSE 2 END, "+happened+" DESC, f.id LIMIT 1", append([]any{year}, args...)...)
}

func findBy(ctx context.Context, tx *store.Tx, condition string, args ...any) (Filing, error) {
	var row filingRow
	err := tx.Get(ctx, &row, filingQuery+" WHERE "+condition, args...)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("entitlement.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return Filing{}, err
	}
	f := row.filing()
	if err := tx.Select(ctx, &f.Places, "SELECT municipality, members, active FROM entitlement_spread WHERE filing_id = $1 ORDER BY municipality", f.ID); err != nil {
		return f, err
	}
	if f.Documents, err = Documents(ctx, tx, f.ID); err != nil {
		return f, err
	}
	return f, tx.Select(ctx, &f.Steps, stepQuery+" WHERE filing_id = $1 ORDER BY done_at, id", f.ID)
}

// FilingsOf lists an organisation's filings, the latest year first, without their places and documents.
func FilingsOf(ctx context.Context, tx *store.Tx, organisationID string) ([]Filing, error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	places, args := mandates.In(keys, 1)
	var rows []filingRow
	err = tx.Select(ctx, &rows, filingQuery+" WHERE f.organisation_id IN ("+places+") ORDER BY f.year DESC, f.id DESC", args...)
	all := make([]Filing, len(rows))
	for i := range rows {
		all[i] = rows[i].filing()
	}
	return all, err
}

// told is what the trail keeps of a filing.
type told struct {
	Organisation string        `json:"organisationName"`
	Year         int           `json:"filingYear"`
	Stage        Stage         `json:"filingStage"`
	MetOn        calendar.Date `json:"metOn,omitzero"`
	Members      *int          `json:"members,omitempty"`
	Young        *int          `json:"youngMembers,omitempty"`
	Places       []string      `json:"spread,omitempty"`
	Until        calendar.Date `json:"lastDay,omitzero"`
	DueOn        calendar.Date `json:"dueOn,omitzero"`
}

func (f *Filing) told() told {
	t := told{Organisation: f.Organisation, Year: f.Year, Stage: f.Stage, MetOn: f.MetOn, Members: f.Members, Young: f.Young}
	for _, place := range f.Places {
		t.Places = append(t.Places, place.Municipality)
	}
	return t
}

// Begin gives the filing of an organisation for a year, which is made when there is none.
func Begin(ctx context.Context, tx *store.Tx, organisationID string, year int, today calendar.Date) (Filing, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Filing{}, err
	}
	there, err := OfYear(ctx, tx, organisationID, year)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return there, err
	}
	if year > today.Year() || year < today.Year()-1 {
		return there, i18n.Fail("entitlement.year_wrong")
	}
	o, err := organisations.Find(ctx, tx, organisationID)
	if err != nil {
		return there, err
	}
	if o.HasEnded() {
		return there, i18n.Fail("mandates.organisation_ended")
	}
	id := store.NewID()
	if _, err := tx.Exec(ctx, "INSERT INTO entitlement_filing (id, organisation_id, year, stage, version) VALUES ($1, $2, $3, $4, 1)", id, o.ID, year, Draft); err != nil {
		return there, err
	}
	f, err := Find(ctx, tx, id)
	if err != nil {
		return f, err
	}
	return f, audit.Append(ctx, tx, audit.Change{Action: "entitlement.begun", ObjectKind: "entitlement", ObjectID: id, After: f.told()})
}

// open gives a filing that its organisation may change, and keeps others from changing filings meanwhile.
func open(ctx context.Context, tx *store.Tx, id string) (Filing, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Filing{}, err
	}
	f, err := Find(ctx, tx, id)
	if err == nil && !f.Stage.isOpen() {
		err = i18n.Fail("entitlement.not_open")
	}
	return f, err
}

// Save keeps what has been filled in of the meeting, the members and the places, unless somebody else has saved since version
// seen. What is the same already is not saved again.
func Save(ctx context.Context, tx *store.Tx, id string, seen int, fill func(*Filing)) error {
	before, err := open(ctx, tx, id)
	if err != nil {
		return err
	}
	after := before
	fill(&after)
	if before.isSame(&after) {
		return nil
	}
	if seen != before.Version {
		return i18n.Fail("entitlement.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, "UPDATE entitlement_filing SET met_on = $2, members = $3, young = $4, version = version + 1 WHERE id = $1", id, after.MetOn, after.Members, after.Young); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM entitlement_spread WHERE filing_id = $1", id); err != nil {
		return err
	}
	for _, place := range after.Places {
		if _, err := tx.Exec(ctx, "INSERT INTO entitlement_spread (filing_id, municipality, members, active) VALUES ($1, $2, $3, $4)",
			id, place.Municipality, place.Members, place.Active); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "entitlement.saved", ObjectKind: "entitlement", ObjectID: id, Before: before.told(), After: after.told()})
}

// documentTold is what the trail keeps of a document.
type documentTold struct {
	Kind DocumentKind `json:"documentKind"`
	file.File
}

const documentQuery = `SELECT d.id, d.filing_id, d.kind, d.name, d.media, d.sha256 AS sha256, c.size, d.sent_by, d.sent_at FROM entitlement_document d
	JOIN file_content c ON c.sha256 = d.sha256`

// Documents lists the documents of a filing, in the order of their kinds.
func Documents(ctx context.Context, tx *store.Tx, filingID string) ([]Document, error) {
	var rows []struct {
		ID, FilingID string
		Kind         DocumentKind
		Name, Media  string
		SHA256       string `db:"sha256"`
		Size         int64
		SentBy       string
		SentAt       store.Time
	}
	err := tx.Select(ctx, &rows, documentQuery+" WHERE d.filing_id = $1 ORDER BY d.sent_at, d.id", filingID)
	var all []Document
	for _, kind := range DocumentKinds {
		for _, r := range rows {
			if r.Kind == kind {
				all = append(all, Document{r.ID, r.FilingID, r.Kind, file.File{Name: r.Name, Media: r.Media, SHA256: r.SHA256, Size: r.Size}, r.SentBy, r.SentAt})
			}
		}
	}
	return all, err
}

// Send keeps a document of a filing, in place of one of the same kind.
func Send(ctx context.Context, tx *store.Tx, id string, kind DocumentKind, sent file.New) error {
	f, err := open(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := mandates.CheckName(&sent); err != nil {
		return err
	}
	kept, err := file.KeepChecked(ctx, tx, sent)
	if err != nil {
		return err
	}
	return keepDocument(ctx, tx, &f, kind, kept)
}

func keepDocument(ctx context.Context, tx *store.Tx, f *Filing, kind DocumentKind, kept file.File) error {
	there := f.Has(kind)
	if there != nil && there.File == kept { // the same form sent twice
		return nil
	}
	if err := drop(ctx, tx, there); err != nil {
		return err
	}
	actor, _ := audit.ActorIn(ctx)
	if _, err := tx.Exec(ctx, "INSERT INTO entitlement_document (id, filing_id, kind, name, media, sha256, sent_by, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		store.NewID(), f.ID, kind, kept.Name, kept.Media, kept.SHA256, actor.Name, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "entitlement.document_sent", ObjectKind: "entitlement", ObjectID: f.ID, After: documentTold{kind, kept}})
}

// drop takes a document away, and its content unless something else has it.
func drop(ctx context.Context, tx *store.Tx, d *Document) error {
	if d == nil {
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM entitlement_document WHERE id = $1", d.ID); err != nil {
		return err
	}
	return file.Release(ctx, tx, []string{d.SHA256})
}

// Remove takes a document away that was sent by mistake. One that is gone already is no fault.
func Remove(ctx context.Context, tx *store.Tx, id string, kind DocumentKind) error {
	f, err := open(ctx, tx, id)
	if err != nil {
		return err
	}
	d := f.Has(kind)
	if d == nil {
		return nil
	}
	if err := drop(ctx, tx, d); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "entitlement.document_removed", ObjectKind: "entitlement", ObjectID: id, Before: documentTold{kind, d.File}})
}

// EarlierStatutes gives the statutes of the latest earlier year; false when there are none. They are seldom changed.
func EarlierStatutes(ctx context.Context, tx *store.Tx, f *Filing) (d Document, year int, there bool, err error) {
	all, err := FilingsOf(ctx, tx, f.OrganisationID)
	for i := range all {
		if err != nil || all[i].Year >= f.Year {
			continue
		}
		documents, err := Documents(ctx, tx, all[i].ID)
		if err != nil {
			return d, 0, false, err
		}
		if earlier := (&Filing{Documents: documents}).Has(Statutes); earlier != nil {
			return *earlier, all[i].Year, true, nil
		}
	}
	return d, 0, false, err
}

// UseEarlierStatutes hands in the statutes of the latest earlier year once more.
func UseEarlierStatutes(ctx context.Context, tx *store.Tx, id string) error {
	f, err := open(ctx, tx, id)
	if err != nil {
		return err
	}
	earlier, _, there, err := EarlierStatutes(ctx, tx, &f)
	if err != nil {
		return err
	}
	if !there {
		return i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	return keepDocument(ctx, tx, &f, Statutes, earlier.File)
}
