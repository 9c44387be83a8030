package payments_test

import (
	"bytes"
	"context"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/payments"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestAGrantIsAcceptedAttestedByTwoAndPaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.grant(h.organisation, h.call, 100_001, today.Year(), 3)
		g := h.find(id)
		if g.State != payments.AwaitingAcceptance || len(g.Tranches) != 3 || g.Tranches[0].Amount != 33_334 || len(g.Tranches[0].Instalments) != 1 || g.Coming() != 100_001 {
			t.Fatalf("opened as %+v", g)
		}
		first := g.Tranches[0].Instalments[0].ID
		refusedWith(t, h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, 0) }), "payments.not_now")
		stranger := h.actFor(h.organisation, mandates.Never)
		refusedWith(t, h.as(&stranger, func(ctx context.Context, tx *store.Tx) error {
			_, err := payments.Accept(ctx, tx, id, stranger.ID, giro, g.Version, today)
			return err
		}), "payments.may_not_sign")
		refusedWith(t, h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error {
			_, err := payments.Accept(ctx, tx, id, h.officer.ID, giro, g.Version, today)
			return err
		}), "mandates.not_yours")
		h.accept(id)
		refusedWith(t, h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, g.Version) }), "payments.meanwhile")
		refusedWith(t, h.as(&h.signer, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, 0) }), "mandates.own_decision")
		if err := h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, 0) }); err != nil {
			t.Fatal(err)
		}
		attest := func(who *accounts.Account, tick string) error {
			return h.as(who, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, []string{tick}) })
		}
		tick := h.tick(id, 0)
		refusedWith(t, attest(&h.economist, tick), "payments.prepared_by_you")
		refusedWith(t, attest(&h.signer, tick), "mandates.own_decision")
		if err := attest(&h.manager, tick); err != nil {
			t.Fatal(err)
		}
		refusedWith(t, attest(&h.officer, tick), "payments.changed_meanwhile")
		refusedWith(t, attest(&h.manager, h.tick(id, 0)), "payments.same_person")
		if err := attest(&h.officer, h.tick(id, 0)); err != nil {
			t.Fatal(err)
		}
		batch := store.NewID()
		send := func() error {
			tick := h.tick(id, 0)
			return h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error {
				return payments.Send(ctx, tx, batch, []string{tick}, today)
			})
		}
		refusedWith(t, send(), "payments.setting_missing")
		h.setPayer()
		for range 2 { // the same form sent twice makes one file
			if err := send(); err != nil {
				t.Fatal(err)
			}
		}
		var files [2][]byte
		for i := range files {
			h.write(func(tx *store.Tx) error {
				b, err := payments.FindBatch(ctx, tx, batch)
				if err == nil {
					files[i], err = b.Order.XML()
				}
				if len(b.Order.Lines) != 1 || b.Order.Sum() != 33_334 || b.Order.Number != 1 {
					t.Errorf("the file is %+v", b.Order)
				}
				return err
			})
		}
		if !bytes.Equal(files[0], files[1]) || !bytes.Contains(files[0], []byte(">333.34<")) {
			t.Errorf("the file is not the same each time: %s", files[0])
		}
		if err := h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error { return payments.MarkPaid(ctx, tx, batch, today) }); err != nil {
			t.Fatal(err)
		}
		if g = h.find(id); g.Sum(payments.Paid) != 33_334 || g.Coming() != 66_667 {
			t.Errorf("paid %+v", g)
		}
		h.write(func(tx *store.Tx) error {
			totals, err := payments.Totals(ctx, tx, payments.Filter{ProgrammeID: h.programme, Year: today.Year()})
			if len(totals) != 1 || totals[0].Sums != (payments.Sums{Granted: 33_334, Paid: 33_334}) || totals[0].Account != "4510" {
				t.Errorf("totals %+v", totals)
			}
			list, more, err2 := payments.List(ctx, tx, payments.Filter{State: payments.Active, CallID: h.call})
			if len(list) != 1 || more || list[0].Sums(0) != (payments.Sums{Granted: 100_001, Paid: 33_334, Coming: 66_667}) || err2 != nil {
				t.Errorf("list %+v, %v", list, err2)
			}
			told, err3 := audit.Of(ctx, tx, "grant", id)
			if len(told) != 7 || err3 != nil {
				t.Errorf("the trail has %d entries, %v", len(told), err3)
			}
			return err
		})
	})
}

func TestTwoWhoSignJointlyMustNameTheSameAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		organisation, one := h.addOrganisation("Tussilago", mandates.Jointly)
		two := h.actFor(organisation, mandates.Jointly)
		id := h.grant(organisation, h.call, 5_000, today.Year(), 1)
		other := payments.BankAccount{Kind: payments.Plusgiro, Number: "1234566"}
		for _, step := range []struct {
			who  *accounts.Account
			to   payments.BankAccount
			done bool
		}{{&one, giro, false}, {&one, giro, false}, {&two, other, false}, {&two, giro, true}} {
			if err := h.as(step.who, func(ctx context.Context, tx *store.Tx) error {
				done, err := payments.Accept(ctx, tx, id, step.who.ID, step.to, 0, today)
				if done != step.done {
					t.Errorf("accepted %v, want %v", done, step.done)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if g := h.find(id); g.State != payments.Active || g.Pays != giro {
			t.Errorf("%+v", g)
		}
		refusedWith(t, h.as(&one, func(ctx context.Context, tx *store.Tx) error {
			return payments.PayTo(ctx, tx, id, one.ID, other, "", 0, today)
		}), "payments.may_not_sign")
	})
}

func TestAnotherAccountTakesPreparedPaymentsBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.grant(h.organisation, h.call, 5_000, today.Year(), 1)
		h.accept(id)
		first := h.find(id).Tranches[0].Instalments[0].ID
		if err := h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, 0) }); err != nil {
			t.Fatal(err)
		}
		tick := h.tick(id, 0)
		if err := h.as(&h.manager, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, []string{tick}) }); err != nil {
			t.Fatal(err)
		}
		tick = h.tick(id, 0)
		if err := h.as(&h.signer, func(ctx context.Context, tx *store.Tx) error {
			return payments.PayTo(ctx, tx, id, h.signer.ID, payments.BankAccount{Kind: payments.Plusgiro, Number: "1234566"}, "", 0, today)
		}); err != nil {
			t.Fatal(err)
		}
		if p := h.find(id).Tranches[0].Instalments[0]; p.State != payments.Planned || p.FirstBy != "" {
			t.Errorf("%+v", p)
		}
		refusedWith(t, h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, []string{tick}) }), "payments.changed_meanwhile")
	})
}

func TestABatchIsAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		var ids, ticks []string
		for range 2 {
			id := h.grant(h.organisation, h.call, 5_000, today.Year(), 1)
			h.accept(id)
			ids = append(ids, id)
			if err := h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error {
				return payments.Prepare(ctx, tx, id, h.find(id).Tranches[0].Instalments[0].ID, 0)
			}); err != nil {
				t.Fatal(err)
			}
			ticks = append(ticks, h.tick(id, 0))
		}
		ticks[1] += "x"
		refusedWith(t, h.as(&h.manager, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, ticks) }), "payments.changed_meanwhile")
		for _, id := range ids {
			if p := h.find(id).Tranches[0].Instalments[0]; p.State != payments.Ready {
				t.Errorf("half a batch was attested: %+v", p)
			}
		}
		refusedWith(t, h.as(&h.manager, func(ctx context.Context, tx *store.Tx) error {
			return payments.Attest(ctx, tx, []string{ticks[0], store.NewID() + ":x"})
		}), "payments.gone_meanwhile")
		refusedWith(t, h.as(&h.manager, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, nil) }), "payments.none_ticked")
	})
}

func TestAnAdvanceIsSetOffAgainstTheYearsGrant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, granted := range []int64{9_001, 3_000} {
			h := newHouse(t, storetest.Open(t, db.Engine()))
			h.setPayer()
			last := h.grant(h.organisation, h.call, 9_001, today.Year(), 1)
			h.accept(last)
			next := today.Year() + 1
			var proposed []payments.Proposed
			h.write(func(tx *store.Tx) (err error) {
				proposed, err = payments.Advances(ctx, tx, h.programme, next)
				return err
			})
			if len(proposed) != 1 || proposed[0].Amount != 4_500 || proposed[0].Within {
				t.Fatalf("proposed %+v", proposed)
			}
			open := func() error {
				return h.db.Write(ctx, func(tx *store.Tx) error {
					return payments.OpenAdvances(ctx, tx, h.programme, next, []string{proposed[0].Tick()}, today)
				})
			}
			if err := open(); err != nil {
				t.Fatal(err)
			}
			refusedWith(t, open(), "payments.gone_meanwhile")
			var advance string
			h.write(func(tx *store.Tx) error {
				all, err := payments.OfOrganisation(ctx, tx, h.organisation)
				for i := range all {
					if all[i].Kind == payments.Advance {
						advance = all[i].ID
					}
				}
				return err
			})
			h.payAll(advance)
			call := store.NewID()
			h.write(func(tx *store.Tx) error { return h.addCall(tx, call, next) })
			id := h.grant(h.organisation, call, granted, next, 1)
			g := h.find(id)
			if g.Sum(payments.Offset) != min(4_500, granted) || g.Sum(payments.Planned) != max(0, granted-4_500) {
				t.Errorf("granted %d: %+v", granted, g.Tranches)
			}
			h.write(func(tx *store.Tx) error {
				claims, err := payments.ReclaimsOf(ctx, tx, advance)
				if want := 4_500 - granted; want > 0 && (len(claims) != 1 || claims[0].Amount != want) || want <= 0 && len(claims) > 0 {
					t.Errorf("granted %d: claims %+v", granted, claims)
				}
				return err
			})
		}
	})
}

func TestAClaimWaitsForTheReplyAndIsSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		h.setPayer()
		id := h.grant(h.organisation, h.call, 10_000, today.Year(), 2)
		h.accept(id)
		h.payAll(id)
		key := store.NewID()
		observe := func(key string, amount int64) error {
			return h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error { return payments.Observe(ctx, tx, key, id, amount, "") })
		}
		refusedWith(t, observe(key, 5_001), "payments.reclaim.more_than_paid")
		for range 2 {
			if err := observe(key, 3_000); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, observe(store.NewID(), 2_001), "payments.reclaim.more_than_paid")
		step := func(s payments.ReclaimStep) error {
			return h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error {
				_, err := payments.StepReclaim(ctx, tx, key, s, 0)
				return err
			})
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(step(payments.ReclaimStep{To: payments.Investigating, Day: today}))
		refusedWith(t, step(payments.ReclaimStep{To: payments.Claimed, Reason: "skäl", Amount: 1, Day: today}), "payments.not_now")
		refusedWith(t, step(payments.ReclaimStep{To: payments.Communicated, ReplyBy: today.AddDays(14), Day: today}), "payments.reclaim.grounds_missing")
		must(step(payments.ReclaimStep{To: payments.Communicated, Grounds: "Lägret blev inte av.", ReplyBy: today.AddDays(14), Day: today}))
		decide := payments.ReclaimStep{To: payments.Claimed, Reason: "Pengarna är inte använda.", Amount: 2_500, Day: today}
		refusedWith(t, step(decide), "payments.reclaim.reply_awaited")
		must(h.as(&h.signer, func(ctx context.Context, tx *store.Tx) error {
			return payments.Answer(ctx, tx, key, "Vi håller med.", 0, today)
		}))
		must(step(decide))
		must(step(payments.ReclaimStep{To: payments.Invoiced, Invoice: "4711", Day: today}))
		must(step(payments.ReclaimStep{To: payments.Repaid, Amount: 1_000, Day: today}))
		refusedWith(t, step(payments.ReclaimStep{To: payments.Repaid, Amount: 1_501, Day: today}), "payments.reclaim.settle_wrong")
		// The rest is set off against next year's money.
		must(h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error {
			if _, err := payments.StepYear(ctx, tx, id, today.Year()+1, payments.ConditionsOpen, "", 0, today); err != nil {
				return err
			}
			if err := payments.Tell(ctx, tx, id, today.Year()+1, 80, "Som förut.", 0); err != nil {
				return err
			}
			if err := payments.Plan(ctx, tx, id, today.Year()+1, key, 1_500, today, 0); err != nil {
				return err
			}
			return payments.SetOff(ctx, tx, id, key, key, "Kvittas", 0, today)
		}))
		h.write(func(tx *store.Tx) error {
			r, err := payments.FindReclaim(ctx, tx, key)
			if r.State != payments.Repaid || r.Left() != 0 {
				t.Errorf("%+v", r)
			}
			return err
		})
	})
}

// Whatever anybody does, in whatever order, the ledger that is kept keeps its promises, and a payment that is sent has been
// seen by three people.
func TestNoMoneyIsCreatedOrLostInTheDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		h.setPayer()
		rapid.Check(t, func(rt *rapid.T) {
			granted := rapid.Int64Range(1, 90_000).Draw(rt, "granted")
			id := h.grant(h.organisation, h.call, granted, today.Year(), rapid.IntRange(1, 3).Draw(rt, "years"))
			people := []*accounts.Account{&h.officer, &h.economist, &h.manager, &h.signer}
			for range rapid.IntRange(5, 14).Draw(rt, "steps") {
				g := h.find(id)
				who := rapid.SampledFrom(people).Draw(rt, "who")
				year := rapid.SampledFrom(g.Tranches).Draw(rt, "year").Year
				payment := store.NewID()
				if all := g.Year(year).Instalments; len(all) > 0 {
					payment = rapid.SampledFrom(all).Draw(rt, "payment").ID
				}
				what, reason := rapid.IntRange(0, 11).Draw(rt, "what"), rapid.SampledFrom([]string{"", "skäl"}).Draw(rt, "reason")
				amount := rapid.Int64Range(-1, granted+1).Draw(rt, "amount")
				grantTo := rapid.SampledFrom(payments.GrantStates).Draw(rt, "grant")
				yearTo := rapid.SampledFrom(payments.TrancheStates).Draw(rt, "tranche")
				paymentTo := rapid.SampledFrom(payments.InstalmentStates).Draw(rt, "instalment")
				tick := ""
				if t, p := g.Find(payment); p != nil {
					a := payments.Attestable{Grant: g, Instalment: *p, Year: t.Year}
					tick = a.Tick()
				}
				_ = h.as(who, func(ctx context.Context, tx *store.Tx) (err error) {
					switch what {
					case 0, 1:
						_, err = payments.Accept(ctx, tx, id, who.ID, giro, 0, today)
					case 2:
						_, err = payments.StepYear(ctx, tx, id, year, yearTo, reason, 0, today)
					case 3:
						_, err = payments.Reduce(ctx, tx, id, year, amount, reason, 0)
					case 4:
						err = payments.Plan(ctx, tx, id, year, payment, amount, today, 0)
					case 5, 6:
						err = payments.Prepare(ctx, tx, id, payment, 0)
					case 7, 8:
						err = payments.Attest(ctx, tx, []string{tick})
					case 9:
						err = payments.Send(ctx, tx, store.NewID(), []string{tick}, today)
					case 10:
						err = payments.Step(ctx, tx, id, payment, paymentTo, reason, 0, today)
					case 11:
						_, err = payments.Move(ctx, tx, id, grantTo, reason, 0)
					}
					return err
				})
				after := h.find(id)
				if err := after.Check(); err != nil {
					rt.Fatalf("%v: %+v", err, after)
				}
				for _, t := range after.Tranches {
					for _, p := range t.Instalments {
						if (p.State == payments.Sent || p.State == payments.Paid) && (p.ReadyBy == "" || p.ReadyBy == p.FirstBy || p.ReadyBy == p.SecondBy || p.FirstBy == p.SecondBy) {
							rt.Fatalf("sent without three people: %+v", p)
						}
						if p.FirstBy == h.signer.ID || p.SecondBy == h.signer.ID {
							rt.Fatalf("attested by whoever acts for the organisation: %+v", p)
						}
					}
				}
			}
		})
	})
}
