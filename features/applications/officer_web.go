package applications

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// isRecused tells whether the reader has a conflict of interest in an application: declared, or by acting for the organisation.
func (f *Feature) isRecused(ctx context.Context, tx *store.Tx, accountID string, a *Application) (bool, error) {
	concerned, err := mandates.Concerns(ctx, tx, accountID, a.OrganisationID)
	if err != nil || concerned || f.Recusals == nil {
		return concerned, err
	}
	return f.Recusals.IsRecused(ctx, tx, accountID, a.ID)
}

// one reads the application in the address, which has been sent. Of one in which the reader is recused only what the summary
// says is read.
func (f *Feature) one(r *http.Request) (*oneView, error) {
	ctx, me := r.Context(), accountOf(r)
	v := &oneView{me: me.ID, today: f.today(), mayHandle: accounts.May(ctx, accounts.HandleApplications), forms: map[string]*form.Form{},
		done: doneIn(r, "assigned", "decided", "late", "checks", "note", "message")}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.a, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.a.SubmittedAt.IsZero() { // what has not been sent is the organisation's own
			return i18n.Fail("applications.unknown").Because(store.ErrNotFound)
		}
		if v.call, err = grants.FindCall(ctx, tx, v.a.CallID); err != nil {
			return err
		}
		if v.recused, err = f.isRecused(ctx, tx, me.ID, &v.a); err != nil || v.recused {
			v.a.Answers = nil
			return err
		}
		return v.readRest(ctx, tx, f)
	})
}

func (v *oneView) readRest(ctx context.Context, tx *store.Tx, f *Feature) (err error) {
	if v.versions, err = Versions(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if n := len(v.versions); n > 0 {
		v.shown.Sent = v.versions[n-1]
		if v.shown.Read, err = v.shown.Sent.Read(); err != nil {
			return err
		}
	}
	if v.checks, err = Checks(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if v.messages, err = MessagesOf(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if v.notes, err = Notes(ctx, tx, v.a.ID); err != nil {
		return err
	}
	if v.officers, err = officers(ctx, tx); err != nil {
		return err
	}
	if v.signatures, err = Signatures(ctx, tx, v.a.ID, v.shown.SHA256); err != nil {
		return err
	}
	if _, v.hasEarlier, err = Earlier(ctx, tx, &v.a); err != nil {
		return err
	}
	if f.Judge != nil {
		o, err := organisations.Find(ctx, tx, v.a.OrganisationID)
		if err == nil {
			v.findings, err = f.Judge(ctx, tx, &v.call, &o, f.today())
		}
		if err != nil {
			return err
		}
	}
	if v.history, err = audit.Of(ctx, tx, "application", v.a.ID); err != nil {
		return err
	}
	v.added, err = f.additions(ctx, tx, &v.a, false)
	return err
}

// officers are those who may handle applications.
func officers(ctx context.Context, tx *store.Tx) ([]accounts.Account, error) {
	all, err := accounts.List(ctx, tx)
	return slices.DeleteFunc(all, func(a accounts.Account) bool { return a.Closed || !a.Role.May(accounts.HandleApplications) }), err
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.one(r)
	if err != nil {
		return err
	}
	if v.recused {
		return web.Show(w, r, http.StatusOK, summaryPage(v))
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// whole is one, for what a recused person may not read.
func (f *Feature) whole(r *http.Request) (*oneView, error) {
	v, err := f.one(r)
	if err == nil && v.recused {
		err = i18n.Fail("applications.recused").Because(web.ErrForbidden)
	}
	return v, err
}

func (f *Feature) showVersion(w http.ResponseWriter, r *http.Request) error {
	v, err := f.whole(r)
	if err != nil {
		return err
	}
	shown, err := versionIn(r, v.versions)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, versionPage(&versionView{a: v.a, call: v.call, shown: shown, href: v.href("")}))
}

// showComparison shows what differs between two versions, or between the latest and the organisation's latest application in an
// earlier call.
func (f *Feature) showComparison(w http.ResponseWriter, r *http.Request) error {
	v, err := f.whole(r)
	if err != nil {
		return err
	}
	c := &compareView{a: v.a, versions: len(v.versions), hasEarlier: v.hasEarlier, from: r.URL.Query().Get("from")}
	after := v.shown.Read
	number, _ := strconv.Atoi(c.from)
	switch {
	case c.from == "earlier" && v.hasEarlier:
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
			earlier, _, err := Earlier(r.Context(), tx, &v.a)
			c.before, c.earlier = earlier.Answers, earlier
			return err
		}); err != nil {
			return err
		}
	case number >= 1 && number < len(v.versions):
		before, err := v.versions[number-1].Read()
		if err != nil {
			return err
		}
		c.before = before.Answers
	default:
		return i18n.Fail("applications.version_unknown").Because(store.ErrNotFound)
	}
	c.rows = compare(i18n.In(r.Context()), &after.Form, c.before, after.Answers)
	return web.Show(w, r, http.StatusOK, comparePage(c))
}

// download gives a file of an application. That somebody has read it stands in the trail.
func (f *Feature) download(w http.ResponseWriter, r *http.Request) error {
	v, err := f.whole(r)
	if err != nil {
		return err
	}
	if err := audit.Seen(r.Context(), f.DB, "application.file_seen", "application", v.a.ID); err != nil {
		return err
	}
	return f.give(w, r, v.a.ID)
}

// act does something with an application as one of the page's forms says. What is wrong is said in the form; when somebody else
// has saved since, the page says so and keeps what was typed.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, name, field string, do func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.whole(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v.at, v.forms[name] = name, typed
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		recused, err := f.isRecused(ctx, tx, v.me, &v.a)
		if err == nil && recused {
			err = i18n.Fail("applications.recused").Because(web.ErrForbidden)
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, v, typed)
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		now, failed := f.whole(r)
		if failed != nil {
			return failed
		}
		now.at, now.forms[name] = name, typed.Resent(strconv.Itoa(now.a.Version))
		if now.stale, err = audit.Meanwhile(ctx, f.DB, "application", v.a.ID, typed, typed, nil); err != nil {
			return err
		}
		return web.Show(w, r, http.StatusConflict, onePage(now))
	}
	if !typed.IsRight() || !errors.Is(err, web.ErrForbidden) && refuse(typed, field, err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done="+name+"#"+name))
}

func (f *Feature) assign(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "assigned", "officer", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		officer := typed.Text("officer")
		if store.IsID(officer) {
			recused, err := f.isRecused(ctx, tx, officer, &v.a)
			if err == nil && recused {
				err = i18n.Fail("applications.officer_recused")
			}
			if err != nil {
				return err
			}
		}
		_, err := Assign(ctx, tx, v.a.ID, officer, typed.Seen())
		return err
	})
}

// errTyped rolls back when a form's faults stand beside its fields already.
var errTyped = errors.New("the form is wrong")

// decide leads an application to another state and writes to the applicant.
func (f *Feature) decide(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "decided", "", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		d := Decision{To: State(typed.Text("to")), Reason: typed.Text("reason"), Refusal: Refusal(typed.Text("refusal"))}
		if d.To == CompletionRequested {
			d.DueOn = typed.Date("due_on")
		}
		v.to = d.To
		if v.a.State == d.To { // the same form sent twice
			return nil
		}
		if !slices.Contains(v.a.Decisions(), d.To) {
			return i18n.Fail("applications.not_now").Because(ErrNotNow)
		}
		for _, wrong := range d.check(&v.a, v.today) {
			refuse(typed, wrong.field, wrong.err)
		}
		if !typed.IsRight() {
			return errTyped
		}
		a, err := Decide(ctx, tx, v.a.ID, d, typed.Seen(), v.today)
		if err != nil || d.To == Checking {
			return err
		}
		return f.Letters.ToAll(ctx, tx, a.OrganisationID, letters+string(d.To), f.pairs(r, &a, ownHref(a.ID), "reason", d.Reason, "due", i18n.In(ctx).DateLong(d.DueOn))...)
	})
}

func (f *Feature) takeLate(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "late", "late_reason", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		_, err := TakeLate(ctx, tx, v.a.ID, typed.Text("late_reason"), typed.Seen())
		return err
	})
}

// saveChecks keeps what an officer found. A point that is neither right nor wrong is not looked at yet.
func (f *Feature) saveChecks(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "checks", "", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		var found []Point
		for _, key := range points(sectionKeys(&v.call.Terms.Form)) {
			point := Point{Key: key, IsRight: typed.Text("is."+key) == "right", Note: typed.Text("note." + key)}
			if err := checkText(point.Note, false); err != nil {
				refuse(typed, "note."+key, err)
			}
			if typed.Text("is."+key) != "" {
				found = append(found, point)
			} else if point.Note != "" {
				typed.RefuseFirst("is."+key, i18n.Msg("applications.point_missing"))
			}
		}
		if !typed.IsRight() {
			return errTyped
		}
		_, err := SaveChecks(ctx, tx, v.a.ID, v.me, found, typed.Seen())
		return err
	})
}

func (f *Feature) addNote(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "note", "note", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		return AddNote(ctx, tx, Note{ID: store.GivenID(typed.Text("key")), ApplicationID: v.a.ID, AccountID: v.me, Body: typed.Text("note")})
	})
}

// write sends a message to the applicant.
func (f *Feature) write(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "message", "body", func(ctx context.Context, tx *store.Tx, v *oneView, typed *form.Form) error {
		a, isNew, err := Write(ctx, tx, Message{ID: store.GivenID(typed.Text("key")), ApplicationID: v.a.ID, AccountID: v.me, Body: typed.Text("body")})
		if err != nil || !isNew {
			return err
		}
		return f.Letters.ToAll(ctx, tx, a.OrganisationID, letters+"message", f.pairs(r, &a, ownHref(a.ID)+"#messages")...)
	})
}
