package evidence

import (
	"net/http"

	"samverk/platform/store"
	"samverk/platform/web"
)

// unlessMade keeps a record that was made of something from being corrected or voided beside it: the two would tell
// different things. The page leads to where it comes from.
func (f *Feature) unlessMade(handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var record Record
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
			record, err = Find(r.Context(), tx, r.PathValue("id"))
			return err
		}); err != nil {
			return err
		}
		source, is := f.sourceOf(&record)
		if !is {
			return handler(w, r)
		}
		status := http.StatusOK
		if r.Method == http.MethodPost {
			status = http.StatusConflict
		}
		return web.Show(w, r, status, sourcePage(&record, source))
	}
}
