package mandates

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// largestSending bounds a form with one document.
const largestSending = file.Largest + 1<<20

// myDones are the acts that one's own pages can say have just been done.
var myDones = []string{"details", "asked", "contact_added", "contact_changed", "contact_removed", "invited", "handed_in", "ended"}

func doneIn(r *http.Request) string {
	if done := r.URL.Query().Get("done"); slices.Contains(myDones, done) {
		return done
	}
	return ""
}

func (f *Feature) showMine(w http.ResponseWriter, r *http.Request) error {
	v := &mineView{day: today(), done: doneIn(r)}
	me, _ := accounts.In(r.Context())
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.all, err = OfAccount(r.Context(), tx, me.ID)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, minePage(v))
}

// mine reads the organisation in the address, which the reader must act for.
func (f *Feature) mine(r *http.Request) (*myView, error) {
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	v := &myView{day: today(), towns: f.Municipalities, done: doneIn(r)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.m, err = ActsFor(ctx, tx, me.ID, r.PathValue("id"), v.day); err != nil {
			return err
		}
		if v.o, err = organisations.Find(ctx, tx, v.m.OrganisationID); err != nil {
			return err
		}
		if v.contacts, err = organisations.Contacts(ctx, tx, v.o.ID); err != nil {
			return err
		}
		requests, err := RequestsOf(ctx, tx, v.o.ID)
		if v.request = waitingRequest(requests); len(requests) > 0 && requests[0].Answer == Denied {
			v.answered = &requests[0]
		}
		if err != nil {
			return err
		}
		v.mandates, err = OfOrganisation(ctx, tx, v.o.ID)
		return err
	})
	return v, err
}

func (f *Feature) showMyOrganisation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	for _, add := range f.Additions {
		if err := f.DB.Read(ctx, func(tx *store.Tx) error {
			part, err := add(ctx, tx, &v.o, &v.m)
			if part != nil {
				v.additions = append(v.additions, part)
			}
			return err
		}); err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, myPage(v))
}

// detailFields are what a representative changes, with their names.
var detailFields = [][2]string{{"web", "organisations.field.web"}, {"email", "organisations.field.email"}, {"telephone", "organisations.field.telephone"},
	{"address", "organisations.field.address"}}

func detailsForm(o *organisations.Organisation) *form.Form {
	pairs := []string{"web", o.Web, "email", o.Email, "telephone", o.Telephone, "address", o.Address, "seen", strconv.Itoa(o.Version)}
	for _, code := range o.Municipalities {
		pairs = append(pairs, "municipalities", code)
	}
	return form.Of(pairs...)
}

func (f *Feature) showDetails(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, detailsPage(v, detailsForm(&v.o), nil))
}

// saveDetails changes how an organisation is reached and where it is active. What the register has besides stays.
func (f *Feature) saveDetails(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	c := v.o.Content
	c.Web, c.Email, c.Telephone, c.Address = organisations.CompleteWeb(typed.Text("web")), typed.Text("email"), typed.Text("telephone"), typed.Text("address")
	c.Municipalities = typed.All("municipalities")
	c.RefuseIn(typed)
	seen, _ := strconv.Atoi(typed.Text("seen"))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return organisations.Change(r.Context(), tx, v.o.ID, c, seen) })
		if errors.Is(err, organisations.ErrSavedMeanwhile) {
			return f.savedMeanwhile(w, r, v, typed)
		}
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, detailsPage(v, typed, nil))
	}
	return web.GoTo(w, r, err, v.href("?done=details"))
}

// savedMeanwhile shows what somebody else has saved beside what was typed.
func (f *Feature) savedMeanwhile(w http.ResponseWriter, r *http.Request, v *myView, typed *form.Form) error {
	stale, err := audit.Meanwhile(r.Context(), f.DB, "organisation", v.o.ID, detailsForm(&v.o), typed, detailFields)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusConflict, detailsPage(v, typed.Resent(strconv.Itoa(v.o.Version)), stale))
}

func (f *Feature) showMyInvite(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, invitePage(&inviteView{o: v.o, mine: true, crumbs: v.crumbsBelow(i18n.In(r.Context())), form: form.Of("id", store.NewID())}))
}

// myInvite lets whoever acts for an organisation ask others to. An officer confirms their mandates too.
func (f *Feature) myInvite(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	return f.inviteAs(w, r, &inviteView{o: v.o, mine: true, crumbs: v.crumbsBelow(i18n.In(r.Context()))}, typed,
		func(*Mandate) string { return v.href("?done=invited") })
}

// myMandate reads the mandate in the address, which must be the reader's own.
func (f *Feature) myMandate(r *http.Request) (*myMandateView, error) {
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	v := &myMandateView{day: today(), done: doneIn(r)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.m, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.m.AccountID != me.ID {
			return i18n.Fail("mandates.unknown").Because(store.ErrNotFound)
		}
		if v.documents, err = Documents(ctx, tx, v.m.ID); err != nil {
			return err
		}
		v.unsent, err = unsentOf(ctx, tx, &v.m)
		return err
	})
	v.form = form.Of("key", store.NewID(), "seen", strconv.Itoa(v.m.Version), "signs", string(v.m.Signs))
	return v, err
}

func (f *Feature) showMyMandate(w http.ResponseWriter, r *http.Request) error {
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, myMandatePage(v))
}

// handIn keeps the document and hands it in. A document that can be kept is, even when something else is wrong.
func (f *Feature) handIn(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	typed, err := file.ReadForm(w, r, largestSending)
	if err != nil {
		return err
	}
	sent, there, err := file.One(r, "document")
	if err != nil {
		return err
	}
	if there {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			return Send(ctx, tx, v.m.ID, store.GivenID(typed.Text("key")), v.m.AccountID, sent)
		})
		if err != nil && !refuse(typed, "document", err) {
			return err
		}
	}
	if v, err = f.myMandate(r); err != nil {
		return err
	}
	v.form = typed
	signs := Signs(typed.Text("signs"))
	if !slices.Contains(SignsAll, signs) {
		typed.Refuse("signs", i18n.Msg("mandates.signs_missing"))
	}
	if _, already := typed.FaultOf("document"); v.unsent == nil && !already && v.mayHandIn() {
		typed.Refuse("document", i18n.Msg("mandates.document_missing"))
	}
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			_, err := HandIn(ctx, tx, v.m.ID, signs, seen)
			return err
		})
		if v.m.State(v.day) == Awaiting { // the same form sent twice
			err = nil
		}
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, myMandatePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=handed_in"))
}

// downloadMine gives a document that the reader has sent.
func (f *Feature) downloadMine(w http.ResponseWriter, r *http.Request) error {
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	return f.give(w, r, v.m.ID)
}

func (f *Feature) showEndMine(w http.ResponseWriter, r *http.Request) error {
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, endMinePage(v))
}

// endMine ends a mandate of one's own.
func (f *Feature) endMine(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	v.form = typed
	why := typed.Text("why")
	if why != "" {
		refuse(typed, "why", checkReason(why))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			_, err := Finish(r.Context(), tx, v.m.ID, why, v.m.Version)
			return err
		})
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, endMinePage(v))
	}
	return web.GoTo(w, r, err, "/my/organisations?done=ended")
}

// renew begins a new mandate in place of one that is soon over.
func (f *Feature) renew(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.myMandate(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		m, err := Renew(r.Context(), tx, v.m.ID, store.GivenID(typed.Text("key")), time.Now())
		if err == nil {
			v.m = m
		}
		return err
	})
	if refuse(typed, "", err) {
		v.form = typed
		return web.Show(w, r, http.StatusUnprocessableEntity, myMandatePage(v))
	}
	return web.GoTo(w, r, err, v.href(""))
}

// oneLine makes every run of white space one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// townOptions are the municipalities where an organisation may be active.
func (v *myView) townOptions() []ui.Option { return v.towns.Options(v.o.Municipalities) }
