package followup

import (
	"net/http"

	"samverk/platform/web"
)

// showIndicators lists a plan's indicators, narrowed and sorted as the address says.
func (f *Feature) showIndicators(w http.ResponseWriter, r *http.Request) error {
	s, err := f.see(r, r.PathValue("key"), nil)
	if err != nil {
		return err
	}
	view := newIndicatorList(s.known, s.standing, s.reader, wishIn(r.URL.Query()))
	return web.Show(w, r.WithContext(s.shell(r)), http.StatusOK, indicatorsPage(view))
}
