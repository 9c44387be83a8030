package payments

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// look reads the grant in the address, for an officer.
func (f *Feature) look(r *http.Request) (*grantView, error) {
	v := &grantView{people: map[string]string{}, batches: map[string]int64{}, mails: f.Letters.Post != nil}
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.g, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.concerned, err = mandates.Concerns(ctx, tx, me.ID, v.g.OrganisationID); err != nil {
			return err
		}
		if v.claims, err = ReclaimsOf(ctx, tx, v.g.ID); err != nil {
			return err
		}
		if v.claimable, err = Claimable(ctx, tx, &v.g); err != nil {
			return err
		}
		if v.named, _, err = SignedFor(ctx, tx, v.g.ID); err != nil {
			return err
		}
		v.happened, err = history(ctx, tx, v.g.ID)
		return err
	})
	v.version, v.action, v.done = v.g.Version, v.href(""), doneIn(r)
	v.mayManage = mayManage(r, v.concerned)
	return v, err
}

func (f *Feature) lookAtGrant(r *http.Request) (*grantView, error) {
	v, err := f.look(r)
	if err == nil && v.mayManage {
		v.acts = grantActs(&v.g, v.claimable)
	}
	return v, err
}

func (f *Feature) showGrant(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtGrant(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, grantPage(v))
}

// grantThing says how acts are done on a page of a grant.
func (f *Feature) grantThing(r *http.Request, look func(*http.Request) (*grantView, error), show func(*grantView) templ.Component, do func(ctx context.Context, tx *store.Tx, v *grantView, a *act, typed *form.Form) error, to string) thing {
	var v *grantView
	return thing{kind: "grant", id: r.PathValue("id"), to: to,
		read: func() (p *page, err error) {
			if v, err = look(r); err != nil {
				return nil, err
			}
			return &v.page, nil
		},
		show: func() templ.Component { return show(v) },
		do:   func(tx *store.Tx, a *act, typed *form.Form) error { return do(r.Context(), tx, v, a, typed) },
	}
}

// actOnGrant takes a grant along, changes its account or observes that something is to come back. Officers, economists,
// managers and administrators only.
func (f *Feature) actOnGrant(w http.ResponseWriter, r *http.Request) error {
	return f.perform(w, r, f.grantThing(r, f.lookAtGrant, grantPage, func(ctx context.Context, tx *store.Tx, v *grantView, a *act, typed *form.Form) error {
		reason := typed.Text(reasonField)
		switch a.name {
		case "account":
			to := account(typed, a)
			if !typed.IsRight() {
				return errMistyped
			}
			if err := PayTo(ctx, tx, v.g.ID, "", to, reason, typed.Seen(), today()); err != nil {
				return err
			}
			return f.tell(ctx, tx, r, &v.g, "account_changed", "reason", reason)
		case "observe":
			amount := money(typed)
			if !typed.IsRight() {
				return errMistyped
			}
			return Observe(ctx, tx, store.GivenID(typed.Text(keyField)), v.g.ID, amount, typed.Text(groundsField))
		}
		g, err := Move(ctx, tx, v.g.ID, grantTo[a.name], reason, typed.Seen())
		if err == nil && (g.State == Stopped || g.State == Terminated) {
			err = f.tell(ctx, tx, r, &g, string(g.State), "reason", reason)
		}
		return err
	}, "/payments/grants/"+r.PathValue("id")))
}

// tell writes to those who act for the grant's organisation.
func (f *Feature) tell(ctx context.Context, tx *store.Tx, r *http.Request, g *Grant, key string, pairs ...any) error {
	pairs = append(pairs, "organisation", g.Organisation, "programme", g.Programme, "link", web.Address(r, f.BaseURL)+"/my/grants/"+g.ID)
	return f.Letters.ToAll(ctx, tx, g.OrganisationID, "payments.letter."+key, pairs...)
}

func (f *Feature) lookAtYear(r *http.Request) (*grantView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	year, _ := strconv.Atoi(r.PathValue("year"))
	if v.t = v.g.Year(year); v.t == nil {
		return nil, unknown()
	}
	v.action = v.href("/years/" + strconv.Itoa(year))
	if v.mayManage {
		v.acts = yearActs(&v.g, v.t, today())
	}
	if f.Entitled != nil && v.t.State == ConditionsOpen {
		err = f.DB.Read(r.Context(), func(tx *store.Tx) error {
			is, err := f.Entitled(r.Context(), tx, v.g.OrganisationID, today())
			v.entitled = &is
			return err
		})
	}
	return v, err
}

func (f *Feature) showYear(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtYear(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, yearPage(v))
}

// actOnYear opens a year's conditions, releases, reduces or cancels it, or plans a payment. Officers, economists, managers and
// administrators only.
func (f *Feature) actOnYear(w http.ResponseWriter, r *http.Request) error {
	return f.perform(w, r, f.grantThing(r, f.lookAtYear, yearPage, func(ctx context.Context, tx *store.Tx, v *grantView, a *act, typed *form.Form) error {
		var amount int64
		if a.has(amountField) {
			amount = money(typed)
		}
		day := typed.Date(dayField)
		if !typed.IsRight() {
			return errMistyped
		}
		year, reason := v.t.Year, typed.Text(reasonField)
		switch a.name {
		case "reduce":
			g, err := Reduce(ctx, tx, v.g.ID, year, amount, reason, typed.Seen())
			if err != nil {
				return err
			}
			return f.tell(ctx, tx, r, &g, "reduced", "reason", reason, "year", year, "amount", kronorText(amount))
		case "plan":
			return Plan(ctx, tx, v.g.ID, year, store.GivenID(typed.Text(keyField)), amount, day, typed.Seen())
		}
		g, err := StepYear(ctx, tx, v.g.ID, year, yearTo[a.name], reason, typed.Seen(), today())
		if err != nil || a.name == "release" {
			return err
		}
		return f.tell(ctx, tx, r, &g, "year_"+a.name, "reason", reason, "year", year)
	}, "/payments/grants/"+r.PathValue("id")+"/years/"+r.PathValue("year")))
}

func (f *Feature) lookAtPayment(r *http.Request) (*grantView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	if v.t, v.p = v.g.Find(r.PathValue("payment")); v.p == nil {
		return nil, unknown()
	}
	v.action = v.href("/payments/" + v.p.ID)
	ctx := r.Context()
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		for _, key := range []string{v.p.ReadyBy, v.p.FirstBy, v.p.SecondBy} {
			if key == "" {
				continue
			}
			who, err := accounts.Find(ctx, tx, key)
			if err != nil {
				return err
			}
			v.people[key] = who.Name
		}
		if v.p.BatchID != "" {
			b, err := FindBatch(ctx, tx, v.p.BatchID)
			if err != nil {
				return err
			}
			v.batches[b.ID] = b.Order.Number
		}
		all, err := OfOrganisation(ctx, tx, v.g.OrganisationID)
		if err != nil {
			return err
		}
		v.claims = nil
		for i := range all { // a payment can be set off against a claim on any grant of the organisation
			claims, err := ReclaimsOf(ctx, tx, all[i].ID)
			if err != nil {
				return err
			}
			v.claims = append(v.claims, claims...)
		}
		return nil
	})
	if v.mayManage {
		v.acts = paymentActs(&v.g, v.t, v.p, v.claims, today())
	}
	return v, err
}

func (f *Feature) showPayment(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtPayment(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, paymentPage(v))
}

// actOnPayment takes a payment along, but for attesting and sending. Officers, economists, managers and administrators only.
func (f *Feature) actOnPayment(w http.ResponseWriter, r *http.Request) error {
	to := "/payments/grants/" + r.PathValue("id")
	t := f.grantThing(r, f.lookAtPayment, paymentPage, func(ctx context.Context, tx *store.Tx, v *grantView, a *act, typed *form.Form) error {
		var amount int64
		if a.has(amountField) {
			amount = money(typed)
		}
		day := typed.Date(dayField)
		if a.has(dayField) && day.IsZero() {
			typed.RefuseFirst(dayField, i18n.Msg("payments.due_missing"))
		}
		if !typed.IsRight() {
			return errMistyped
		}
		reason := typed.Text(reasonField)
		switch a.name {
		case "prepare":
			return Prepare(ctx, tx, v.g.ID, v.p.ID, typed.Seen())
		case "replan":
			return Plan(ctx, tx, v.g.ID, v.t.Year, v.p.ID, amount, day, typed.Seen())
		case "unplan":
			return Unplan(ctx, tx, v.g.ID, v.p.ID, typed.Seen())
		case "set_off":
			return SetOff(ctx, tx, v.g.ID, v.p.ID, typed.Text(claimField), reason, typed.Seen(), today())
		}
		return Step(ctx, tx, v.g.ID, v.p.ID, paymentTo[a.name], reason, typed.Seen(), day)
	}, to)
	return f.perform(w, r, t)
}

func (f *Feature) showReclaims(w http.ResponseWriter, r *http.Request) error {
	var all []Reclaim
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = Reclaims(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, reclaimsPage(all))
}

func (f *Feature) lookAtReclaim(r *http.Request) (*reclaimView, error) {
	v, ctx := &reclaimView{}, r.Context()
	me, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.r, err = FindReclaim(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.g, err = Find(ctx, tx, v.r.GrantID); err != nil {
			return err
		}
		if v.concerned, err = mandates.Concerns(ctx, tx, me.ID, v.r.OrganisationID); err != nil {
			return err
		}
		v.happened, err = reclaimHistory(ctx, tx, v.r.ID)
		return err
	})
	v.version, v.action, v.done = v.r.Version, "/payments/reclaims/"+v.r.ID, doneIn(r)
	if v.mayManage = mayManage(r, v.concerned); v.mayManage {
		v.acts = reclaimActs(&v.r, today())
	}
	return v, err
}

func (f *Feature) showReclaim(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtReclaim(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, reclaimPage(v))
}

// toldReclaims are the steps that the organisation is told of.
var toldReclaims = map[ReclaimState]bool{Communicated: true, Claimed: true, Waived: true, Invoiced: true}

// actOnReclaim takes a claim along and writes to the organisation. Officers, economists, managers and administrators only.
func (f *Feature) actOnReclaim(w http.ResponseWriter, r *http.Request) error {
	var v *reclaimView
	return f.perform(w, r, thing{kind: "reclaim", id: r.PathValue("id"), to: "/payments/reclaims/" + r.PathValue("id"),
		read: func() (p *page, err error) {
			if v, err = f.lookAtReclaim(r); err != nil {
				return nil, err
			}
			return &v.page, nil
		},
		show: func() templ.Component { return reclaimPage(v) },
		do: func(tx *store.Tx, a *act, typed *form.Form) error {
			s := ReclaimStep{To: ReclaimState(a.name), Reason: typed.Text(reasonField), Grounds: typed.Text(groundsField), Invoice: typed.Text(invoiceField), Day: today()}
			if a.has(amountField) {
				s.Amount = money(typed)
			}
			if a.has(replyByField) {
				s.ReplyBy = typed.Date(replyByField)
			}
			if a.has(dayField) {
				s.Day = typed.Date(dayField)
			}
			if !typed.IsRight() {
				return errMistyped
			}
			before := v.r.State
			claim, err := StepReclaim(r.Context(), tx, v.r.ID, s, typed.Seen())
			if err != nil || !toldReclaims[s.To] || before == Observed {
				return err
			}
			return f.tell(r.Context(), tx, r, &v.g, "reclaim_"+string(s.To), "amount", kronorText(claim.Amount), "grounds", claim.Grounds,
				"reason", claim.Why, "day", claim.ReplyBy.String(), "invoice", claim.Invoice)
		},
	})
}
