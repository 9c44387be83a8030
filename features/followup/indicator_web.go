package followup

import (
	"net/http"
	"strconv"
	"strings"

	"samverk/features/evidence"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showIndicator shows an indicator with its rule, its cells, the records behind them and what is needed.
func (f *Feature) showIndicator(w http.ResponseWriter, r *http.Request) error {
	return f.showIndicatorWith(w, r, http.StatusOK, nil)
}

// showIndicatorWith shows the page again with what somebody has typed, when refit is given.
func (f *Feature) showIndicatorWith(w http.ResponseWriter, r *http.Request, status int, refit func(*indicatorView)) error {
	s, at, b, err := f.seeIndicator(r)
	if err != nil {
		return err
	}
	view := newIndicatorView(s.known, s.standing, b, at, s.reader)
	if f.Together != nil {
		err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
			together, err := f.Together(r.Context(), tx, at.indicator)
			view.Related = append(view.Related, together...)
			return err
		})
		if err != nil {
			return err
		}
	}
	if refit != nil {
		refit(&view)
	}
	return web.Show(w, r.WithContext(s.shell(r)), status, indicatorPage(view))
}

// seeIndicator finds the indicator in the address and what lies behind it.
func (f *Feature) seeIndicator(r *http.Request) (s seen, at place, b behind, err error) {
	after, err := cursorIn(r)
	if err != nil {
		return s, at, b, err
	}
	s, kept, err := f.seeKept(r, r.PathValue("key"))
	if err != nil {
		return s, at, b, err
	}
	if kept {
		if at, err = s.placeIn(r); err != nil {
			return s, at, b, err
		}
		if b, kept = s.keptBehind(at.indicator, s.day, after); kept {
			return s, at, b, nil
		}
	}
	s, err = f.see(r, r.PathValue("key"), func(tx *store.Tx, s seen) (err error) {
		if at, err = s.placeIn(r); err != nil {
			return err
		}
		b, err = s.behindOf(r.Context(), tx, at.indicator, s.day, after)
		return err
	})
	return s, at, b, err
}

// placeIn finds the indicator whose number is in the address.
func (s seen) placeIn(r *http.Request) (place, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if at, there := s.places[number]; err == nil && there {
		return at, nil
	}
	return place{}, i18n.Fail("followup.no_such_indicator", "number", r.PathValue("number")).Because(store.ErrNotFound)
}

// cursorIn reads where a page of records begins: a day and a key with an underscore between.
func cursorIn(r *http.Request) (evidence.Cursor, error) {
	text := r.URL.Query().Get("after")
	if text == "" {
		return evidence.Cursor{}, nil
	}
	day, id, _ := strings.Cut(text, "_")
	date, err := calendar.ParseDate(day)
	if err != nil || id == "" {
		return evidence.Cursor{}, i18n.Fail("followup.wrong_place")
	}
	return evidence.Cursor{Day: date, ID: id}, nil
}

// downloadRecords gives every record behind an indicator as a file.
func (f *Feature) downloadRecords(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("file") != "records.csv" {
		return i18n.Fail("web.no_such_page").Because(store.ErrNotFound)
	}
	out := &recordsFile{}
	s, err := f.see(r, r.PathValue("key"), func(tx *store.Tx, s seen) error {
		at, err := s.placeIn(r)
		if err != nil {
			return err
		}
		out.begin(s.reader.p, at.indicator)
		return s.eachBehind(r.Context(), tx, at.indicator, s.standing.AsOf, out.add)
	})
	if err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", s.plan.Key+"-"+r.PathValue("number")+"-"+s.standing.AsOf.String()+".csv")
	return out.writeTo(w)
}
