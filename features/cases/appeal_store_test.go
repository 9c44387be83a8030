package cases_test

import (
	"testing"

	"samverk/features/cases"
	"samverk/features/evidence"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestACourtLetsADecisionStandOrAnnulsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, verdict := range []cases.Act{cases.Uphold, cases.Annul} {
			h := newHouse(t, db, cases.Proposal{})
			h.submitted(h.march, "2019-02-20", "2019-03-01")
			h.allPresent(h.march)
			if err := h.record(h.march, adopted(1), nil); err != nil {
				t.Fatal(err)
			}
			write(t, db, func(tx *store.Tx) error {
				return cases.AdjustMinutes(ctx, tx, h.march, day("2019-03-18"), "Ordföranden", today)
			})
			write(t, db, func(tx *store.Tx) error { return cases.PostMinutes(ctx, tx, h.march, day("2019-03-20"), today) })
			if err := cases.TakeForce(ctx, db, today); err != nil {
				t.Fatal(err)
			}
			appeal := func(on string) func(*store.Tx) error {
				return func(tx *store.Tx) error {
					return cases.AppealCase(ctx, tx, cases.CourtCase{CaseID: h.id, Appellant: "En medlem", CameOn: day(on)}, today)
				}
			}
			refused(t, db, "cases.appellant_missing", func(tx *store.Tx) error {
				return cases.AppealCase(ctx, tx, cases.CourtCase{CaseID: h.id, CameOn: day("2019-04-10")}, today)
			})
			refused(t, db, "cases.appeal_late", appeal("2019-04-11"))
			write(t, db, appeal("2019-04-10")) // it came in time, and was known late
			h.wants(cases.Appealed)
			if verdict == cases.Annul {
				refused(t, db, "cases.why_missing", func(tx *store.Tx) error {
					return cases.JudgeCase(ctx, tx, h.id, verdict, "123-19", day("2019-09-01"), "", today)
				})
			}
			write(t, db, func(tx *store.Tx) error {
				return cases.JudgeCase(ctx, tx, h.id, verdict, "123-19", day("2019-09-01"), "Jäv", today)
			})
			if err := db.Read(ctx, func(tx *store.Tx) error {
				decision, err := evidence.Find(ctx, tx, h.find().DecisionRecordID)
				if err != nil {
					return err
				}
				proposal, err := evidence.Find(ctx, tx, h.find().RecordID)
				if decision.IsVoided() != (verdict == cases.Annul) || proposal.IsVoided() {
					t.Errorf("%s: the records are void: %v, %v", verdict, decision.IsVoided(), proposal.IsVoided())
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
