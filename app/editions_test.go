package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// desk is an officer at a browser, with the example loaded.
type desk struct {
	t      *testing.T
	db     *store.DB
	site   http.Handler
	cookie string
	plan   *plan.Plan
}

func newDesk(t *testing.T, db *store.DB) *desk {
	t.Helper()
	withAccount(t, db)
	catalogue := app.Catalogue()
	loaded, err := example.Load(context.Background(), db, catalogue.In(i18n.Swedish))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, db: db, site: app.Site(db, catalogue, app.Settings{}), plan: loaded}
	w := post(d.site, "/sign-in", url.Values{"email": {email}, "password": {password}})
	d.cookie, _, _ = strings.Cut(w.Header().Get("Set-Cookie"), ";")
	return d
}

func (d *desk) get(path, cookie string) string {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Cookie", cookie)
	r.Header.Set("Accept-Language", "sv")
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// send sends a form and gives where it leads.
func (d *desk) send(path string, values url.Values) string {
	d.t.Helper()
	w := post(d.site, path, values, "Cookie", d.cookie)
	if w.Code != http.StatusSeeOther {
		d.t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return to
}

func (d *desk) find(key string) (p *plan.Plan) {
	d.t.Helper()
	if err := d.db.Read(d.t.Context(), func(tx *store.Tx) (err error) {
		p, err = plan.Find(d.t.Context(), tx, key)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return p
}

// cells gives the status of every cell, by the indicator's number, on a few days.
func (d *desk) cells(p *plan.Plan) map[string][]followup.CellStatus {
	d.t.Helper()
	found := map[string][]followup.CellStatus{}
	if err := d.db.Read(d.t.Context(), func(tx *store.Tx) error {
		for _, day := range []string{"2018-10-01", "2019-05-21", "2020-09-30", "2022-02-01"} {
			status, err := followup.On(d.t.Context(), tx, p, calendar.MustDate(day))
			if err != nil {
				return err
			}
			for _, indicator := range status.Indicators {
				found[indicator.Label] = append(found[indicator.Label], indicator.Cells...)
			}
		}
		return evidence.CheckTallies(d.t.Context(), tx)
	}); err != nil {
		d.t.Fatal(err)
	}
	return found
}

// begun begins the next edition for the given years and gives its key.
func (d *desk) begun(title, from, to string) string {
	d.t.Helper()
	at := d.send("/plan/"+d.plan.Key+"/edition", url.Values{"id": {store.NewID()}, "title": {title}, "from": {from}, "to": {to}})
	return strings.TrimPrefix(at, "/plan/")
}

var decision = url.Values{"adopted_on": {"2020-10-01"}, "adopted_by": {"Nämnden"}, "reason": {"§ 1"}, "archive": {"yes"}}

func TestWhatIsUnchangedStandsAsBeforeInTheAdoptedEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		before := d.cells(d.plan)
		key := d.begun("Reviderad plan", "2018-01-01", "2021-12-31")
		draft := d.find(key)
		stricter := draft.Indicators()[0]
		ctx := audit.As(t.Context(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		if err := db.Write(ctx, func(tx *store.Tx) error {
			rule := stricter.Rule
			rule.Target = 50
			_, err := tx.Exec(ctx, "UPDATE indicator SET rule = $1 WHERE id = $2", store.AsJSON(rule), stricter.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		d.send("/plan/"+key+"/adopt", decision)
		after := d.cells(d.find(key))
		for label, cells := range before {
			if same := reflect.DeepEqual(cells, after[label]); same == (label == stricter.Label) {
				t.Errorf("indicator %s: the same as before: %v", label, same)
			}
		}
		if d.find(d.plan.Key).Status != plan.Archived {
			t.Error("the edition before is not archived")
		}
		record := d.get(aRecord.FindString(d.get("/records", d.cookie)), d.cookie)
		if ended, acts := strings.Count(record, "I en plan som inte gäller"), strings.Count(record, "/exclude?"); ended == 0 || ended != acts {
			t.Errorf("a record says %d times that a plan has ended, and can be excluded %d times", ended, acts)
		}
		if again := d.cells(d.plan); !reflect.DeepEqual(again, before) {
			t.Error("the edition before no longer says what it said")
		}
	})
}

func TestADraftSaysThatItIsOneAndCountsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		key := d.begun("Reviderad plan", "2018-01-01", "2021-12-31")
		for _, page := range []string{"", "/quarters", "/indicators", "/indicator/1", "/activity/1", "/changes"} {
			if !strings.Contains(d.get("/plan/"+key+page, d.cookie), "Det här är ett utkast till utgåva 2.") {
				t.Errorf("the draft's %q does not say that it is a draft", page)
			}
			if page != "/changes" && strings.Contains(d.get("/plan/"+d.plan.Key+page, d.cookie), "utkast till utgåva") {
				t.Errorf("the current plan's %q says that it is a draft", page)
			}
		}
		for label, cells := range d.cells(d.find(key)) {
			for _, cell := range cells {
				if cell.Count != 0 || cell.Status != followup.NotStarted {
					t.Errorf("indicator %s of a draft counts %d and is %s", label, cell.Count, cell.Status)
				}
			}
		}
		if w := d.get("/", ""); !strings.Contains(w, "Aktivitetsplan för civilsamhället") || strings.Contains(w, "Reviderad plan") {
			t.Error("the public is shown a draft, or not the published plan")
		}
	})
}

var aRecord = regexp.MustCompile(`/records/[0-9a-f-]{36}`)

var choosing = regexp.MustCompile(`/plans/choose/[a-z0-9-]+`)

func TestOneGoesOverFromOneCurrentPlanToAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		if choosing.MatchString(d.get("/", d.cookie)) {
			t.Error("there is nothing to choose with one plan")
		}
		key := d.begun("Nästa plan", "2022-01-01", "2025-12-31")
		later := url.Values{"adopted_on": {"2020-10-01"}, "adopted_by": {"Nämnden"}, "reason": {"§ 1"}}
		d.send("/plan/"+key+"/adopt", later)
		start := d.get("/", d.cookie)
		if !strings.Contains(start, "/plan/"+key+"/quarters") {
			t.Error("without a choice the plan accepted last is not shown")
		}
		r := httptest.NewRequest(http.MethodGet, choosing.FindString(start), nil)
		r.Header.Set("Cookie", d.cookie)
		w := httptest.NewRecorder()
		d.site.ServeHTTP(w, r)
		chosen, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
		for _, page := range []string{"/", "/records"} {
			if shown := d.get(page, d.cookie+"; "+chosen); !strings.Contains(shown, "/plan/"+d.plan.Key+"/quarters") || choosing.FindString(shown) != "/plans/choose/"+key {
				t.Errorf("%s does not keep to the plan that was chosen", page)
			}
		}
		d.send("/plan/"+d.plan.Key+"/archive", url.Values{})
		if shown := d.get("/", d.cookie+"; "+chosen); !strings.Contains(shown, "/plan/"+key+"/quarters") {
			t.Error("a choice that is no longer in force is kept")
		}
	})
}
