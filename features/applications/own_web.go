package applications

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// received is when a request came, by which deadlines are judged.
func (f *Feature) received(r *http.Request) time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return web.Arrived(r)
}

// showMine lists what one may apply for and what one's organisations have applied for.
func (f *Feature) showMine(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), accountOf(r)
	v := &mineView{now: f.now(), done: r.URL.Query().Get("done")}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		acts, err := mandates.Of(ctx, tx, me.ID, f.today())
		if err != nil {
			return err
		}
		var keys []string
		for _, m := range acts {
			own, err := organisations.Keys(ctx, tx, m.OrganisationID)
			if err != nil {
				return err
			}
			keys = append(keys, own...)
			v.acts = append(v.acts, m)
		}
		if v.all, err = OfOrganisations(ctx, tx, keys); err != nil {
			return err
		}
		v.calls, err = f.openCalls(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, minePage(v))
}

// openCalls are the calls in which an application can be begun now, the one that closes first first.
func (f *Feature) openCalls(ctx context.Context, tx *store.Tx) (open []grants.Call, err error) {
	keys, err := callsToApplyIn(ctx, tx)
	for _, key := range keys {
		call, err := grants.FindCall(ctx, tx, key)
		if err != nil {
			return nil, err
		}
		if mayBegin(&call, f.now()) {
			open = append(open, call)
		}
	}
	return open, err
}

func accountOf(r *http.Request) accounts.Account {
	me, _ := accounts.In(r.Context())
	return me
}

// beginning reads the call and the organisation in the address, for which the reader must act.
func (f *Feature) beginning(r *http.Request) (*beginView, error) {
	ctx, v := r.Context(), &beginView{now: f.now()}
	return v, f.DB.Read(ctx, func(tx *store.Tx) error {
		m, err := mandates.ActsFor(ctx, tx, accountOf(r).ID, r.PathValue("organisation"), f.today())
		if err != nil {
			return err
		}
		if v.o, err = organisations.Find(ctx, tx, m.OrganisationID); err != nil {
			return err
		}
		if v.call, err = grants.FindCall(ctx, tx, r.PathValue("call")); err != nil {
			return err
		}
		if v.call.State != grants.Scheduled && !maySend(&v.call, v.now) { // calls that are being prepared are not for everybody
			return i18n.Fail("grants.call_unknown").Because(store.ErrNotFound)
		}
		if v.there, err = Of(ctx, tx, v.o.ID, v.call.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if f.Judge != nil {
			v.findings, err = f.Judge(ctx, tx, &v.call, &v.o, f.today())
			return err
		}
		return nil
	})
}

// showBegin tells what the call demands and whether it is met, before anything is written.
func (f *Feature) showBegin(w http.ResponseWriter, r *http.Request) error {
	v, err := f.beginning(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, beginPage(v))
}

// begin makes the application, unless it is there, and goes to it.
func (f *Feature) begin(w http.ResponseWriter, r *http.Request) error {
	v, err := f.beginning(r)
	if err != nil {
		return err
	}
	me, at := accountOf(r), f.received(r)
	var a Application
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		a, err = Begin(r.Context(), tx, Beginning{v.call.ID, v.o.ID, me.ID, Fills(&v.o, &me, f.Municipalities), at})
		return err
	})
	return web.GoTo(w, r, err, ownHref(a.ID))
}

// own reads the application in the address, of an organisation that the reader acts for. To others it is not there.
func (f *Feature) own(r *http.Request) (*ownView, error) {
	ctx, me := r.Context(), accountOf(r)
	v := &ownView{me: me.ID, now: f.now(), received: f.received(r), mails: f.Letters.Post != nil, done: r.URL.Query().Get("done"), message: form.Of("key", store.NewID())}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.a, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.mandate, err = mandates.ActsFor(ctx, tx, me.ID, v.a.OrganisationID, f.today()); err != nil {
			return i18n.Fail("applications.unknown").Because(err)
		}
		if v.call, err = grants.FindCall(ctx, tx, v.a.CallID); err != nil {
			return err
		}
		return v.readRest(ctx, tx, f)
	})
}

// readRest reads what belongs to an application: versions, messages, signatures and what others show.
func (v *ownView) readRest(ctx context.Context, tx *store.Tx, f *Feature) (err error) {
	if v.steps, err = SavedSteps(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if v.versions, err = Versions(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if v.messages, err = MessagesOf(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if _, v.hash, err = content(v.form(), v.a.Answers); err != nil {
		return err
	}
	if v.signatures, err = Signatures(ctx, tx, v.a.ID, v.hash); err != nil {
		return err
	}
	if v.acting, err = mandates.Acting(ctx, tx, v.a.OrganisationID, f.today()); err != nil {
		return err
	}
	v.added, err = f.additions(ctx, tx, &v.a, true)
	return err
}

func (f *Feature) additions(ctx context.Context, tx *store.Tx, a *Application, own bool) (all []templ.Component, err error) {
	for _, add := range f.Additions {
		part, err := add(ctx, tx, a, own)
		if err != nil {
			return nil, err
		}
		if part != nil {
			all = append(all, part)
		}
	}
	return all, nil
}

func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, ownPage(v))
}

// showOwnVersion shows the application as it was sent.
func (f *Feature) showOwnVersion(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	shown, err := versionIn(r, v.versions)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, versionPage(&versionView{a: v.a, call: v.call, shown: shown, href: ownHref(v.a.ID), own: true}))
}

// versionIn is the version in the address.
func versionIn(r *http.Request, versions []Sent) (shown shownVersion, err error) {
	number, _ := strconv.Atoi(r.PathValue("number"))
	if number < 1 || number > len(versions) {
		return shown, i18n.Fail("applications.version_unknown").Because(store.ErrNotFound)
	}
	shown.Sent = versions[number-1]
	shown.Read, err = shown.Sent.Read()
	return shown, err
}

// downloadOwn gives a file of one's own organisation's application.
func (f *Feature) downloadOwn(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	return f.give(w, r, v.a.ID)
}

// give sends a file. It is never shown by the browser itself: what people send is not ours.
func (f *Feature) give(w http.ResponseWriter, r *http.Request, id string) error {
	var found file.File
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		found, content, err = OpenFile(r.Context(), tx, id, r.PathValue("hash"))
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, found.Media, found.Name, found.Size, bytes.NewReader(content))
	return nil
}

// writeOwn sends a message to the authority.
func (f *Feature) writeOwn(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.own(r)
	if err != nil {
		return err
	}
	m := Message{ID: store.GivenID(typed.Text("key")), ApplicationID: v.a.ID, FromApplicant: true, AccountID: v.me, Body: typed.Text("body")}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		a, isNew, err := Write(r.Context(), tx, m)
		if err != nil || !isNew || a.OfficerID == "" {
			return err
		}
		return f.Letters.To(r.Context(), tx, a.OfficerID, letters+"message_in", f.pairs(r, &a, "/applications/"+a.ID)...)
	})
	if refuse(typed, "body", err) {
		v.message = typed
		return web.Show(w, r, http.StatusUnprocessableEntity, ownPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=message#messages"))
}

// letters is how the keys of what letters say begin.
const letters = "applications.letter."

// pairs are what every letter about an application may say.
func (f *Feature) pairs(r *http.Request, a *Application, path string, more ...any) []any {
	return append([]any{"organisation", a.Organisation, "title", a.Title, "diary", a.DiaryNumber, "link", web.Address(r, f.BaseURL) + path}, more...)
}

func (f *Feature) showWithdraw(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	if _, may := Ways.Find(v.a.State, Withdrawn); !may {
		return web.GoTo(w, r, nil, v.href(""))
	}
	return web.Show(w, r, http.StatusOK, withdrawPage(v, &form.Form{}))
}

// withdraw takes the application back.
func (f *Feature) withdraw(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.own(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		_, err := Withdraw(r.Context(), tx, v.a.ID, typed.Text("reason"))
		if err != nil || v.a.OfficerID == "" || v.a.State == Withdrawn {
			return err
		}
		return f.Letters.To(r.Context(), tx, v.a.OfficerID, letters+"withdrawn", f.pairs(r, &v.a, "/applications/"+v.a.ID)...)
	})
	if refuse(typed, "reason", err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, withdrawPage(v, typed))
	}
	return web.GoTo(w, r, err, v.href("?done=withdrawn"))
}

// refuse puts a fault beside its field when a person can mend it.
func refuse(f *form.Form, field string, err error) bool {
	own := store.Mendable(err)
	if own == nil {
		return false
	}
	f.RefuseFirst(field, own.Message)
	return true
}

// doneIn is what the address says was done. It keeps an address from saying what no page says.
func doneIn(r *http.Request, known ...string) string {
	if done := r.URL.Query().Get("done"); slices.Contains(known, done) {
		return done
	}
	return ""
}
