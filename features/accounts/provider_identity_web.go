package accounts

import (
	"context"
	"net/http"
	"strings"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// identityView is an identity as a page shows it.
type identityView struct {
	Identity
	Name  string // of the provider
	Shown string // what stands for the person there; empty when only a hash is kept
}

// identityViews reads the account's identities for a page.
func (f *Feature) identityViews(ctx context.Context, tx *store.Tx, accountID string) ([]identityView, error) {
	list, err := Identities(ctx, tx, accountID)
	views := make([]identityView, len(list))
	for i, identity := range list {
		views[i] = identityView{Identity: identity, Name: f.providerName(i18n.In(ctx).Language(), identity.Provider)}
		if !strings.HasPrefix(identity.Subject, hashMark) {
			views[i].Shown = identity.Subject
		}
	}
	return views, err
}

func (f *Feature) removeOwnIdentity(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return RemoveOwnIdentity(r.Context(), tx, me.ID, typed.Text("identity"), sessionToken(r), f.Post != nil)
	})
	if fault := asMessage(err); fault != nil && fault.ID == "accounts.last_way" {
		typed.Refuse("", *fault)
		return f.ownPage(w, r, http.StatusUnprocessableEntity, ownView{Password: &form.Form{}, Identity: typed})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=identity_removed", http.StatusSeeOther)
	return nil
}

// addIdentity lets an administrator add the identity that somebody was shown when they were not known.
func (f *Feature) addIdentity(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	typed.Required("reference", "accounts.identity.reference_missing")
	provider, subject, parts := strings.Cut(typed.Text("reference"), ":")
	if typed.IsRight() && (!parts || subject == "" || len(subject) > longestSubject || f.provider(provider) == nil) {
		typed.Refuse("reference", i18n.Msg("accounts.identity.reference_wrong"))
	}
	if !typed.IsRight() {
		return f.personWith(w, r, http.StatusUnprocessableEntity, nil, typed)
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		account, err := Find(r.Context(), tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		key, err := f.identityKey(r.Context(), tx)
		if err != nil {
			return err
		}
		return AddIdentity(r.Context(), tx, account.ID, provider, subjectTyped(provider, subject, key), time.Now())
	})
	if fault := asMessage(err); fault != nil && fault.ID == "accounts.identity.taken" {
		typed.Refuse("reference", *fault)
		return f.personWith(w, r, http.StatusConflict, nil, typed)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/people/"+r.PathValue("id")+"?done=identity_added", http.StatusSeeOther)
	return nil
}

func (f *Feature) removeIdentity(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	return f.act(w, r, "identity_removed", func(tx *store.Tx, id string) error {
		return RemoveIdentity(r.Context(), tx, id, typed.Text("identity"), "")
	})
}
