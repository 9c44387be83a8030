package followup

import (
	"net/http"

	"samverk/platform/web"
)

// showQuarters shows the plan's activities quarter by quarter.
func (f *Feature) showQuarters(w http.ResponseWriter, r *http.Request) error {
	s, err := f.see(r, r.PathValue("key"), nil)
	if err != nil {
		return err
	}
	view := s.quarterPlan(wishIn(r.URL.Query()))
	return web.Show(w, r.WithContext(s.shell(r)), http.StatusOK, quartersPage(view))
}

func (f *Feature) downloadQuartersCSV(w http.ResponseWriter, r *http.Request) error {
	s, err := f.see(r, r.PathValue("key"), nil)
	if err != nil {
		return err
	}
	view := s.quarterPlan(wishIn(r.URL.Query()))
	attach(w, "text/csv; charset=utf-8", s.plan.Key+"-"+s.standing.AsOf.String()+".csv")
	return view.writeCSV(w, s.reader.p)
}

func (f *Feature) downloadQuartersXLSX(w http.ResponseWriter, r *http.Request) error {
	s, err := f.see(r, r.PathValue("key"), nil)
	if err != nil {
		return err
	}
	view := s.quarterPlan(wishIn(r.URL.Query()))
	sheet, err := view.workbook(s.reader.p)
	if err != nil {
		return err
	}
	attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", s.plan.Key+"-"+s.standing.AsOf.String()+".xlsx")
	_, err = w.Write(sheet)
	return err
}

// attach makes the answer a file to keep. The name holds letters, digits and dashes only.
func attach(w http.ResponseWriter, media, name string) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}
