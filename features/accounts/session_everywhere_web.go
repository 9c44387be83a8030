package accounts

import (
	"net/http"

	"samverk/platform/store"
)

// endOwnElsewhere signs the reader out everywhere but in this browser.
func (f *Feature) endOwnElsewhere(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return EndEverywhere(r.Context(), tx, me.ID, sessionToken(r), deviceToken(r))
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=elsewhere", http.StatusSeeOther)
	return nil
}

// endEverywhere signs a person out everywhere. Administrators only, who stay signed in here when the person is themselves.
func (f *Feature) endEverywhere(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	return f.act(w, r, "signed_out", func(tx *store.Tx, id string) error {
		if id == me.ID {
			return EndEverywhere(r.Context(), tx, id, sessionToken(r), deviceToken(r))
		}
		return EndEverywhere(r.Context(), tx, id, "", "")
	})
}
