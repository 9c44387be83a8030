package payments

import (
	"net/http"
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/web"
)

// advancesView is the page of advances.
type advancesView struct {
	form       *form.Form
	programmes []Named
	programme  string
	year       int
	list       []Proposed
	done       bool
}

func (v *advancesView) sum() (sum int64) {
	for i := range v.list {
		sum += v.list[i].Amount
	}
	return sum
}

func (f *Feature) lookAtAdvances(r *http.Request, programme, year string) (*advancesView, error) {
	v := &advancesView{programme: programme, done: r.URL.Query().Has("done")}
	if v.year, _ = strconv.Atoi(year); v.year < 2000 || v.year > 2199 {
		v.year = today().AddMonths(2).Year() // in January, or when it is prepared in the autumn
	}
	pairs := []string{"day", calendar.NewDate(v.year, 1, 15).String()}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.programmes, err = ProgrammesWithGrants(r.Context(), tx, true); err != nil || len(v.programmes) == 0 {
			return err
		}
		if v.programme == "" {
			v.programme = v.programmes[0].ID
		}
		v.list, err = Advances(r.Context(), tx, v.programme, v.year)
		return err
	})
	for i := range v.list {
		pairs = append(pairs, tickField, v.list[i].Tick())
	}
	v.form = form.Of(pairs...)
	return v, err
}

func (f *Feature) showAdvances(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtAdvances(r, r.URL.Query().Get("programme"), r.URL.Query().Get("year"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, advancesPage(v))
}

// openAdvances plans the advances that are ticked, all or nothing. Officers, economists, managers and administrators only.
func (f *Feature) openAdvances(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookAtAdvances(r, typed.Text("programme"), typed.Text("year"))
	if err != nil {
		return err
	}
	day := typed.Date("day")
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return OpenAdvances(r.Context(), tx, v.programme, v.year, typed.All(tickField), day)
		})
		if own := store.Mendable(err); own != nil {
			field := ""
			if own.ID == "payments.due_missing" {
				field = "day"
			}
			typed.Refuse(field, own.Message)
		}
	}
	if !typed.IsRight() {
		v.form = typed
		return web.Show(w, r, statusOf(r, err), advancesPage(v))
	}
	return web.GoTo(w, r, err, "/payments/advances?done&programme="+v.programme+"&year="+strconv.Itoa(v.year))
}
