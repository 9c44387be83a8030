// Package example holds a made-up plan with nearly three years of records, so that a new installation has something to
// show and tests have something true to life. The region, its associations and everything that happens are invented.
//
// The example arrives as an authority's own data would: the plan is read from a document, the records from a file, and
// what people decided afterwards (a void record, an exclusion, a late record placed where it belongs, a cell that is
// not applicable) is written through the same functions that their pages and commands use. Its story ends on LastDay.
package example

import (
	"bytes"
	"context"
	_ "embed"
	"time"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

var (
	//go:embed plan.md
	planDocument []byte
	//go:embed records.csv
	recordsFile []byte
	//go:embed decisions.toml
	decisionsFile []byte
	//go:embed organisations.toml
	organisationsFile []byte
	//go:embed staffing.toml
	staffingFile []byte
	//go:embed cases.toml
	casesFile []byte
)

// documentName is the name under which the plan's document is kept.
const documentName = "aktivitetsplan-exempel.md"

// LastDay is the day on which the example's records end. They are read in as if it were today, so the example is the
// same whatever year it is loaded in; only meetings are planned ahead from the day when it is.
var LastDay = calendar.MustDate("2020-09-30")

// programActor signs everything in the example.
var programActor = audit.Actor{Kind: audit.Program, ID: "example", Name: "Samverk"}

// Document is the example plan as a document, in Markdown.
func Document() []byte { return bytes.Clone(planDocument) }

// Load puts the example in the database, all of it or nothing, and gives its plan. When there is an example plan
// already, that one is given and nothing changes. The printer's language is that of the notes on how the document was
// read; the example itself is in Swedish.
//
// Its records count in no other plan. What people record themselves counts in the example too.
func Load(ctx context.Context, db *store.DB, printer i18n.Printer) (*plan.Plan, error) {
	ctx = audit.As(ctx, programActor)
	var loaded *plan.Plan
	err := db.Write(ctx, func(tx *store.Tx) (err error) {
		loaded, err = load(ctx, tx, printer)
		return err
	})
	if err != nil {
		return nil, err
	}
	return loaded, nil
}

func load(ctx context.Context, tx *store.Tx, printer i18n.Printer) (*plan.Plan, error) {
	// Two copies of the program may start on one empty database at the same time.
	if err := tx.Lock(ctx, "example plan"); err != nil {
		return nil, err
	}
	if key, there, err := loadedBefore(ctx, tx); err != nil {
		return nil, err
	} else if there {
		return plan.Find(ctx, tx, key)
	}
	draft, err := planimport.NewReader().Read(documentName, planDocument, printer, nil)
	if err != nil {
		return nil, err
	}
	accepted, err := plan.Accept(ctx, tx, draft, &plan.Document{Name: documentName, Content: planDocument}, true)
	if err != nil {
		return nil, err
	}
	if _, err := evidence.ImportCSV(ctx, tx, accepted, recordsFile, LastDay); err != nil {
		return nil, err
	}
	if err := carryOutDecisions(ctx, tx, accepted); err != nil {
		return nil, err
	}
	if err := putStaff(ctx, tx, accepted); err != nil {
		return nil, err
	}
	if err := putOrganisations(ctx, tx); err != nil {
		return nil, err
	}
	if err := putNetworks(ctx, tx, calendar.Today(time.Now())); err != nil {
		return nil, err
	}
	if err := putFilings(ctx, tx); err != nil {
		return nil, err
	}
	if err := putCases(ctx, tx, printer); err != nil {
		return nil, err
	}
	if err := putGrants(ctx, tx, time.Now()); err != nil {
		return nil, err
	}
	if err := evidence.MarkExample(ctx, tx); err != nil {
		return nil, err
	}
	if err := plan.Take(ctx, tx, accepted.ID, plan.StepPublish, "", nil); err != nil {
		return nil, err
	}
	return plan.Find(ctx, tx, accepted.Key)
}

// loadedBefore finds the key of an example plan, whatever has become of it since.
func loadedBefore(ctx context.Context, tx *store.Tx) (key string, there bool, err error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return "", false, err
	}
	for _, p := range plans {
		if p.Example {
			return p.Key, true, nil
		}
	}
	return "", false, nil
}
