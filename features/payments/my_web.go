package payments

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showMine lists the grants of every organisation that the reader acts for.
func (f *Feature) showMine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	var list []Grant
	if err := f.DB.Read(ctx, func(tx *store.Tx) error {
		held, err := mandates.Of(ctx, tx, me.ID, today())
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for i := range held {
			grants, err := OfOrganisation(ctx, tx, held[i].OrganisationID)
			if err != nil {
				return err
			}
			slices.Reverse(grants)
			for n := range grants {
				if !seen[grants[n].ID] {
					list, seen[grants[n].ID] = append(list, grants[n]), true
				}
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, minePage(list))
}

// lookAtOwn reads the grant in the address, of an organisation that the reader acts for; others are not there.
func (f *Feature) lookAtOwn(r *http.Request) (*grantView, error) {
	v := &grantView{own: true, mails: f.Letters.Post != nil}
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.g, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		m, err := mandates.ActsFor(ctx, tx, me.ID, v.g.OrganisationID, today())
		if err != nil {
			return unknown()
		}
		v.signs, v.alone = m.Signs != mandates.Never, m.Signs == mandates.Alone
		all, err := ReclaimsOf(ctx, tx, v.g.ID)
		if err != nil {
			return err
		}
		for i := range all { // what is only looked into is not told before it is communicated
			if all[i].State != Observed && all[i].State != Investigating && !(all[i].State == Waived && all[i].ReplyBy.IsZero()) {
				v.claims = append(v.claims, all[i])
			}
		}
		var signers []string
		v.named, signers, err = SignedFor(ctx, tx, v.g.ID)
		v.signed = slices.Contains(signers, me.ID)
		return err
	})
	v.version, v.action, v.done = v.g.Version, v.href(""), doneIn(r)
	v.acts = v.ownActs()
	return v, err
}

// ownActs are what the organisation can do with its grant now.
func (v *grantView) ownActs() (acts []act) {
	if v.g.State == AwaitingAcceptance && v.signs {
		filled := map[string]string{kindField: string(Bankgiro)}
		if len(v.named) > 0 {
			filled[kindField], filled[numberField] = string(v.named[0].Kind), v.named[0].String()
		}
		acts = append(acts, act{name: "accept", fields: []string{kindField, numberField}, first: true, filled: filled}, act{name: "decline", fields: []string{reasonField}})
	}
	for i := range v.g.Tranches {
		if t := &v.g.Tranches[i]; t.State == ConditionsOpen && v.g.isPaid() {
			filled := map[string]string{answerField: t.Answer}
			if t.Members != nil {
				filled[membersField] = strconv.Itoa(*t.Members)
			}
			acts = append(acts, act{name: "tell-" + strconv.Itoa(t.Year), fields: []string{membersField, answerField}, first: true, filled: filled})
		}
	}
	for i := range v.claims {
		if c := &v.claims[i]; c.State == Communicated && !today().After(c.ReplyBy) {
			acts = append(acts, act{name: "reply-" + c.ID, fields: []string{answerField}, first: true, filled: map[string]string{answerField: c.Reply}})
		}
	}
	if (v.g.isPaid() || v.g.State == Stopped) && v.alone {
		acts = append(acts, act{name: "own_account", fields: []string{kindField, numberField}, filled: map[string]string{kindField: string(v.g.Pays.Kind), numberField: v.g.Pays.String()}})
	}
	return acts
}

func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtOwn(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, ownPage(v))
}

// actOnOwn is what somebody who acts for the organisation does: accepts or declines, tells of a year, replies to what is to be
// claimed back, changes the account.
func (f *Feature) actOnOwn(w http.ResponseWriter, r *http.Request) error {
	me, _ := accounts.In(r.Context())
	return f.perform(w, r, f.grantThing(r, f.lookAtOwn, ownPage, func(ctx context.Context, tx *store.Tx, v *grantView, a *act, typed *form.Form) error {
		name, of, _ := strings.Cut(a.name, "-")
		var to BankAccount
		if a.has(kindField) {
			to = account(typed, a)
		}
		members := 0
		if a.has(membersField) {
			if n := typed.Whole(membersField); n != nil {
				members = *n
			} else {
				typed.RefuseFirst(membersField, i18n.Msg("payments.members_missing"))
			}
		}
		if !typed.IsRight() {
			return errMistyped
		}
		switch name {
		case "accept":
			done, err := Accept(ctx, tx, v.g.ID, me.ID, to, typed.Seen(), today())
			if err != nil || !done {
				return err
			}
			return f.tell(ctx, tx, r, &v.g, "accepted", "account", to.String())
		case "decline":
			return Decline(ctx, tx, v.g.ID, me.ID, typed.Text(reasonField), typed.Seen(), today())
		case "tell":
			year, _ := strconv.Atoi(of)
			return Tell(ctx, tx, v.g.ID, year, members, typed.Text(answerField), typed.Seen())
		case "reply":
			return Answer(ctx, tx, of, typed.Text(answerField), 0, today())
		}
		if err := PayTo(ctx, tx, v.g.ID, me.ID, to, "", typed.Seen(), today()); err != nil {
			return err
		}
		return f.tell(ctx, tx, r, &v.g, "account_changed", "reason", "")
	}, "/my/grants/"+r.PathValue("id")))
}
