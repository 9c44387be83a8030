package payments

import (
	"errors"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// tickField is the box before each payment; its value is what was seen.
const tickField = "tick"

// ticksView is a page on which payments are ticked: to attest them, or to put them in a file.
type ticksView struct {
	form    *form.Form
	list    []Attestable
	me      string
	done    string
	stale   *ui.Meanwhile
	batches []Batch
	setting Setting
	mayMake bool
}

func (v *ticksView) sum() (sum int64) {
	for i := range v.list {
		sum += v.list[i].Instalment.Amount
	}
	return sum
}

// why tells why the reader cannot attest a payment; empty when they can.
func (v *ticksView) why(a *Attestable) string {
	switch v.me {
	case "":
		return ""
	case a.Instalment.ReadyBy:
		return "payments.prepared_by_you"
	case a.Instalment.FirstBy:
		return "payments.same_person"
	}
	return ""
}

func (f *Feature) lookAtAttest(r *http.Request) (*ticksView, error) {
	actor, _ := audit.ActorIn(r.Context())
	v := &ticksView{form: form.Of(), me: actor.ID, done: doneIn(r)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.list, err = InStates(r.Context(), tx, Ready, AttestedOnce)
		return err
	})
	return v, err
}

func (f *Feature) showAttest(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtAttest(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, attestPage(v))
}

// attest attests what is ticked, all or nothing. Managers and economists only.
func (f *Feature) attest(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Attest(r.Context(), tx, typed.All(tickField)) })
	if own := store.Mendable(err); own != nil {
		v, readErr := f.lookAtAttest(r)
		if readErr != nil {
			return readErr
		}
		v.form = typed
		typed.Refuse("", own.Message)
		return web.Show(w, r, statusOf(r, err), attestPage(v))
	}
	return web.GoTo(w, r, err, "/payments/attest?done=attested")
}

// statusOf is the status of a form that comes back.
func statusOf(r *http.Request, err error) int {
	if errors.Is(err, ErrSavedMeanwhile) {
		return http.StatusConflict
	}
	return web.Refused(r, err)
}

func (f *Feature) lookAtBatches(r *http.Request) (*ticksView, error) {
	v := &ticksView{form: form.Of("key", store.NewID(), "day", today().String()), done: doneIn(r), mayMake: mayManage(r, false)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.list, err = InStates(r.Context(), tx, AttestedTwice); err != nil {
			return err
		}
		if v.setting, err = CurrentSetting(r.Context(), tx); err != nil {
			return err
		}
		v.batches, err = Batches(r.Context(), tx)
		return err
	})
	return v, err
}

func (f *Feature) showBatches(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtBatches(r)
	if err != nil {
		return err
	}
	for i := range v.list { // what is due stands ticked from the beginning
		if !v.list[i].Instalment.DueOn.After(today()) {
			v.form = form.Of(append(pairsOf(v.form), tickField, v.list[i].Tick())...)
		}
	}
	return web.Show(w, r, http.StatusOK, batchesPage(v))
}

func pairsOf(typed *form.Form) (pairs []string) {
	for _, field := range typed.Fields() {
		for _, value := range typed.All(field) {
			pairs = append(pairs, field, value)
		}
	}
	return pairs
}

// makeBatch makes a payment file of what is ticked, all or nothing. Officers, economists, managers and administrators only.
func (f *Feature) makeBatch(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	key, day := store.GivenID(typed.Text("key")), typed.Date("day")
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Send(r.Context(), tx, key, typed.All(tickField), day) })
		if own := store.Mendable(err); own != nil {
			field := ""
			if own.ID == "payments.due_missing" {
				field = "day"
			}
			typed.Refuse(field, own.Message)
		}
	}
	if !typed.IsRight() {
		v, readErr := f.lookAtBatches(r)
		if readErr != nil {
			return readErr
		}
		v.form = typed
		return web.Show(w, r, statusOf(r, err), batchesPage(v))
	}
	return web.GoTo(w, r, err, "/payments/files/"+key)
}

// batchView is the page of a payment file.
type batchView struct {
	page
	b         Batch
	list      []Attestable
	mayManage bool
}

func (v *batchView) unanswered() (n int) {
	for i := range v.list {
		if v.list[i].Instalment.State == Sent {
			n++
		}
	}
	return n
}

func (f *Feature) lookAtBatch(r *http.Request) (*batchView, error) {
	v := &batchView{mayManage: mayManage(r, false)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.b, err = FindBatch(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		v.list, err = InBatch(r.Context(), tx, &v.b)
		return err
	})
	v.action, v.done = "/payments/files/"+v.b.ID, doneIn(r)
	if v.mayManage && v.unanswered() > 0 {
		v.acts = []act{{name: "all_paid", fields: []string{dayField}, first: true, filled: map[string]string{dayField: today().String()}}}
	}
	return v, err
}

func (f *Feature) showBatch(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtBatch(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, batchPage(v))
}

// markPaid says that the bank has paid what stands in a file. Officers, economists, managers and administrators only.
func (f *Feature) markPaid(w http.ResponseWriter, r *http.Request) error {
	var v *batchView
	return f.perform(w, r, thing{kind: "payment_batch", id: r.PathValue("id"), to: "/payments/files/" + r.PathValue("id"),
		read: func() (p *page, err error) {
			if v, err = f.lookAtBatch(r); err != nil {
				return nil, err
			}
			return &v.page, nil
		},
		show: func() templ.Component { return batchPage(v) },
		do: func(tx *store.Tx, _ *act, typed *form.Form) error {
			day := typed.Date(dayField)
			if !typed.IsRight() {
				return errMistyped
			}
			return MarkPaid(r.Context(), tx, v.b.ID, day)
		},
	})
}

// downloadPain gives the file for the bank. That somebody has fetched it stands in the trail.
func (f *Feature) downloadPain(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtBatch(r)
	if err != nil {
		return err
	}
	content, err := v.b.Order.XML()
	if err != nil {
		return err
	}
	if err := audit.Seen(r.Context(), f.DB, "payment_batch.fetched", "payment_batch", v.b.ID); err != nil {
		return err
	}
	return web.Download(w, "application/xml", v.b.Order.Name()+".xml", func(to io.Writer) error {
		_, err := to.Write(content)
		return err
	})
}

func (f *Feature) downloadBatch(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtBatch(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "text/csv; charset=utf-8", v.b.Order.Name()+".csv", func(to io.Writer) error {
		out := sheet.NewCSV(to)
		if err := out.Write([]string{p.T("payments.column.organisation"), p.T("payments.column.pays"), p.T("payments.column.amount"), p.T("payments.column.text"), p.T("payments.column.reference")}); err != nil {
			return err
		}
		for i := range v.b.Order.Lines {
			line := &v.b.Order.Lines[i]
			if err := out.Write([]string{line.Organisation, line.To.Name(p), typedMoney(line.Amount), line.Text, line.reference()}); err != nil {
				return err
			}
		}
		return out.Close()
	})
}
