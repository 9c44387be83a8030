package personaldata

import (
	"errors"
	"net/http"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// eraseView is the page where an administrator decides that somebody is to be erased.
type eraseView struct {
	Person   Person
	Parts    []Part
	Mentions []Mention
	Form     *form.Form
	IsSelf   bool
}

// showErase shows what would go, become nameless and stay. Administrators only.
func (f *Feature) showErase(w http.ResponseWriter, r *http.Request) error {
	return f.eraseAgain(w, r, http.StatusOK, &form.Form{})
}

func (f *Feature) eraseAgain(w http.ResponseWriter, r *http.Request, status int, typed *form.Form) error {
	v := eraseView{Form: typed}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Person, err = find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.Parts, err = parts(r.Context(), tx, f.Sources, &v.Person); err != nil || v.Person.Erased {
			return err
		}
		for _, words := range append([]string{v.Person.Email}, v.Person.Names...) {
			mentions, err := f.Mentions(r.Context(), tx, words)
			if err != nil {
				return err
			}
			v.Mentions = append(v.Mentions, mentions...)
		}
		return nil
	}); err != nil {
		return err
	}
	me, _ := accounts.In(r.Context())
	v.IsSelf = me.ID == v.Person.ID
	return web.Show(w, r, status, erasePage(v))
}

// erase takes away what is kept about somebody. Sent twice it changes nothing the second time. Administrators only.
func (f *Feature) erase(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	reason := typed.Required("reason", "personaldata.erase.reason_missing")
	if typed.Text("sure") == "" {
		typed.Refuse("sure", i18n.Msg("personaldata.erase.sure_missing"))
	}
	if !typed.IsRight() {
		return f.eraseAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	ctx, id := r.Context(), r.PathValue("id")
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		return Erase(ctx, tx, f.Sources, id, i18n.T(ctx, "personaldata.nameless", "code", codeOf(id)), reason)
	})
	var own *i18n.Error
	if errors.As(err, &own) && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, web.ErrForbidden) {
		typed.Refuse("reason", own.Message)
		return f.eraseAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/people/"+id+"/erase", http.StatusSeeOther)
	return nil
}
