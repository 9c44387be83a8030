package meetings

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/networks"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/web"
)

// mountPlanning adds the addresses of meetings, their agendas and documents, and series.
func (f *Feature) mountPlanning(site *web.Site) {
	site.Handle("GET /meetings", accounts.ReadNetworks, f.showList)
	site.Handle("GET /meetings/new", accounts.ManageNetworks, f.showNew)
	site.Handle("POST /meetings", accounts.ManageNetworks, f.plan)
	site.Handle("GET /meetings/{id}", accounts.ReadNetworks, f.showOne)
	site.Handle("GET /meetings/{id}/edit", accounts.ManageNetworks, f.showEdit)
	site.Handle("POST /meetings/{id}/edit", accounts.ManageNetworks, f.change)
	site.Handle("GET /meetings/{id}/cancel", accounts.ManageNetworks, f.showCancel)
	site.Handle("POST /meetings/{id}/cancel", accounts.ManageNetworks, f.cancel)
	site.Handle("POST /meetings/{id}/resume", accounts.ManageNetworks, f.resume)
	site.Handle("GET /meetings/{id}/print", accounts.ReadNetworks, f.showPrinted)
	site.Handle("GET /meetings/{id}/agenda", accounts.ManageNetworks, f.showAgenda)
	site.Handle("POST /meetings/{id}/agenda/take", accounts.ManageNetworks, f.takeAgenda)
	site.Handle("POST /meetings/{id}/items", accounts.ManageNetworks, f.addItem)
	site.Handle("GET /meetings/{id}/items/{item}/edit", accounts.ManageNetworks, f.showEditItem)
	site.Handle("POST /meetings/{id}/items/{item}/edit", accounts.ManageNetworks, f.changeItem)
	site.Handle("POST /meetings/{id}/items/{item}/move", accounts.ManageNetworks, f.moveItem)
	site.Handle("POST /meetings/{id}/items/{item}/remove", accounts.ManageNetworks, f.removeItem)
	site.Handle("GET /meetings/{id}/documents/new", accounts.ManageNetworks, f.showNewDocuments)
	site.Handle("POST /meetings/{id}/documents", accounts.ManageNetworks, f.addDocuments)
	site.Handle("GET /meetings/{id}/documents/{file}", accounts.ReadNetworks, f.downloadDocument)
	site.Handle("POST /meetings/{id}/documents/{document}/remove", accounts.ManageNetworks, f.removeDocument)
	site.Handle("GET /meeting-series/new", accounts.ManageNetworks, f.showNewSeries)
	site.Handle("POST /meeting-series", accounts.ManageNetworks, f.planSeries)
	site.Handle("GET /public/meetings", accounts.Anybody, f.showPublicList)
	site.Handle("GET /public/meetings/{id}", accounts.Anybody, f.showPublic)
}

// dones are the acts that a meeting's page can say have just been done.
var dones = []string{"planned", "changed", "following_changed", "cancelled", "following_cancelled", "resumed", "documents_added", "document_removed"}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.done = done
	}
	return web.Show(w, r, http.StatusOK, meetingPage(v))
}

// look reads the meeting in the address with all that the reader may see of it.
func (f *Feature) look(r *http.Request) (*meetingView, error) {
	ctx := r.Context()
	v := &meetingView{mayChange: accounts.May(ctx, accounts.ManageNetworks), today: today()}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.m, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.items, err = Agenda(ctx, tx, v.m.ID); err != nil {
			return err
		}
		if v.documents, err = Documents(ctx, tx, v.m.ID); err != nil {
			return err
		}
		if v.neighbours, err = neighboursOf(ctx, tx, &v.m); err != nil {
			return err
		}
		v.around, err = f.lookAround(ctx, tx, &v.m)
		v.around.heard(r.URL.Query())
		return err
	})
	return v, err
}

// showNew shows the form of a new meeting of a type, or first lets the reader choose the type.
func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	if query.Get("type") == "" && query.Get("after") == "" {
		return f.showChoose(w, r)
	}
	v, err := f.planned(r, query.Get("type"), query.Get("after"))
	if err != nil {
		return err
	}
	v.form = v.suggested()
	return web.Show(w, r, http.StatusOK, planPage(v))
}

// showChoose lets the reader choose a type of meeting.
func (f *Feature) showChoose(w http.ResponseWriter, r *http.Request) error {
	v := &chooseView{networkID: r.URL.Query().Get("network")}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.all, _, err = typesInUse(r.Context(), tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, choosePage(v))
}

// planned reads what a new meeting is planned from: its type, and the meeting before it.
func (f *Feature) planned(r *http.Request, typeID, afterID string) (*planView, error) {
	ctx := r.Context()
	v := &planView{}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if afterID != "" {
			if v.after, err = Find(ctx, tx, afterID); err != nil {
				return err
			}
			typeID = v.after.TypeID
		}
		if v.kind, v.network, err = typeOf(ctx, tx, typeID); err != nil {
			return err
		}
		v.latest, v.hasLatest = v.after, afterID != ""
		if !v.hasLatest {
			v.latest, v.hasLatest, err = latestOf(ctx, tx, v.kind.ID, now().AddDate(20, 0, 0))
		}
		if err == nil {
			v.agendaFrom, err = agendaBefore(ctx, tx, &Meeting{TypeID: v.kind.ID})
		}
		return err
	})
	return v, err
}

// plan plans a meeting. Officers, managers and administrators only.
func (f *Feature) plan(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.planned(r, typed.Text("type"), typed.Text("after"))
	if err != nil {
		return err
	}
	v.form = typed
	n := NewMeeting{ID: store.GivenID(typed.Text("id")), TypeID: v.kind.ID, Content: contentIn(typed), AfterID: v.after.ID, WithAgenda: typed.Text("agenda") != ""}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			_, err := Plan(r.Context(), tx, n)
			return err
		})
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, planPage(v))
	}
	return web.GoTo(w, r, err, "/meetings/"+n.ID+"?done=planned")
}

func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, editPage(&editView{meetingView: v, form: formOf(&v.m)}))
}

// change changes a meeting, or it and those that follow in its series. Officers, managers and administrators only.
func (f *Feature) change(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.look(r)
	if err != nil {
		return err
	}
	ctx, v, content, seen := r.Context(), &editView{meetingView: kept, form: typed}, contentIn(typed), typed.Seen()
	all := isFollowing(typed)
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			if all {
				return ChangeFollowing(ctx, tx, kept.m.ID, content, seen, f.afterChange)
			}
			before, after, err := Change(ctx, tx, kept.m.ID, content, seen)
			if err != nil {
				return err
			}
			return f.afterChange(ctx, tx, &before, &after)
		})
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(ctx, f.DB, "meeting", kept.m.ID, formOf(&kept.m), typed, meetingFields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(kept.m.Version))
			return web.Show(w, r, http.StatusConflict, editPage(v))
		}
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if all {
		return web.GoTo(w, r, err, kept.href("?done=following_changed"))
	}
	return web.GoTo(w, r, err, kept.href("?done=changed"))
}

// isFollowing tells whether an act is about the meetings that follow in the series too.
func isFollowing(typed *form.Form) bool { return typed.Text("scope") == "following" }

// meetingFields are the fields that are compared when two have changed the same meeting, with their names.
var meetingFields = [][2]string{{"title", "meetings.field.title"}, {"day", "meetings.day"}, {"from", "meetings.from"}, {"until", "meetings.until"}, {"until_day", "meetings.last_day"},
	{"place", "meetings.place"}, {"link", "meetings.link"}, {"body", "meetings.body"}}

func (f *Feature) showCancel(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, cancelPage(&editView{meetingView: v, form: form.Of("scope", "one")}))
}

// cancel cancels a meeting, or it and those that follow in its series. Officers, managers and administrators only.
func (f *Feature) cancel(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.look(r)
	if err != nil {
		return err
	}
	ctx, why, all := r.Context(), typed.Text("why"), isFollowing(typed)
	refuseAll(typed, checkWhy(why))
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			if all {
				return CancelFollowing(ctx, tx, kept.m.ID, why, f.afterChange)
			}
			before, after, err := Cancel(ctx, tx, kept.m.ID, why)
			if err != nil {
				return err
			}
			return f.afterChange(ctx, tx, &before, &after)
		})
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, cancelPage(&editView{meetingView: kept, form: typed}))
	}
	if all {
		return web.GoTo(w, r, err, kept.href("?done=following_cancelled"))
	}
	return web.GoTo(w, r, err, kept.href("?done=cancelled"))
}

// resume takes a cancelling back. Officers, managers and administrators only.
func (f *Feature) resume(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	err := f.DB.Write(ctx, func(tx *store.Tx) error {
		before, after, err := Resume(ctx, tx, id)
		if err != nil {
			return err
		}
		return f.afterChange(ctx, tx, &before, &after)
	})
	return web.GoTo(w, r, err, "/meetings/"+id+"?done=resumed")
}

// showPrinted shows the meeting as it is sent out on paper.
func (f *Feature) showPrinted(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, printedPage(v))
}

// refuseError shows beside a field, or above the form when there is none, what a person can mend.
func refuseError(typed *form.Form, field string, err error) {
	if own := store.Mendable(err); own != nil {
		typed.Refuse(field, own.Message)
	}
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}

var _ networks.Meetings = OnNetworks{}
