package organisations

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// dones are the acts that an organisation's page can say have just been done.
var dones = []string{"added", "changed", "ended", "reopened", "role_added", "role_ended", "contact_added", "contact_changed", "contact_removed", "merged", "unmerged", "unmerged_left"}

// showOne shows one organisation. Who may see people to turn to sees them here.
func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if errors.Is(err, store.ErrNotFound) {
		return f.showWithdrawn(w, r, err)
	}
	if err != nil {
		return err
	}
	v.cameFrom = v.names[r.URL.Query().Get("from")]
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.done = done
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// look reads the organisation in the address with all that the reader may see of it.
func (f *Feature) look(r *http.Request) (*oneView, error) {
	ctx := r.Context()
	v := &oneView{towns: f.Municipalities, today: today(), mayChange: accounts.May(ctx, accounts.ManageOrganisations), seeContacts: accounts.May(ctx, accounts.ReadContacts)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.o, err = alone(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.roles, err = Roles(ctx, tx, v.o.ID); err != nil {
			return err
		}
		if err := v.lookAtMerged(ctx, tx); err != nil {
			return err
		}
		if v.additions, err = f.additions(ctx, tx, &v.o); err != nil || !v.seeContacts {
			return err
		}
		if v.contacts, err = Contacts(ctx, tx, v.o.ID); err != nil {
			return err
		}
		v.contactsTold, err = audit.Tells(ctx, tx, contactKind, v.o.ID)
		for i := range v.merged {
			if err == nil {
				v.merged[i].contactsTold, err = audit.Tells(ctx, tx, contactKind, v.merged[i].GoneID)
			}
		}
		return err
	})
	return v, err
}

// lookAtMerged reads those that the organisation stands for.
func (v *oneView) lookAtMerged(ctx context.Context, tx *store.Tx) error {
	merges, err := Merges(ctx, tx, v.o.ID)
	if err != nil {
		return err
	}
	v.names = map[string]string{}
	for _, m := range merges {
		gone, err := Find(ctx, tx, m.GoneID)
		if err != nil {
			return err
		}
		v.merged, v.absorbed, v.names[m.GoneID] = append(v.merged, mergedOne{Merge: m}), append(v.absorbed, gone), m.GoneName
	}
	return nil
}

// showWithdrawn tells of an organisation that was in the register by mistake, to whoever has its address.
func (f *Feature) showWithdrawn(w http.ResponseWriter, r *http.Request, unknown error) error {
	var last audit.Entry
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		last, err = audit.Last(r.Context(), tx, "organisation", r.PathValue("id"))
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && last.Action != "organisation.withdrawn" {
		return unknown
	}
	if err != nil {
		return err
	}
	var before told
	if err := json.Unmarshal([]byte(last.Before), &before); err != nil {
		return unknown
	}
	return web.Show(w, r, http.StatusGone, withdrawnPage(before.Name, &last))
}

func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formPage(&formView{form: newForm(), towns: f.Municipalities}))
}

// add adds an organisation. Officers, managers and administrators only.
func (f *Feature) add(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id, content := store.GivenID(typed.Text("id")), contentIn(typed)
	v := &formView{form: typed, towns: f.Municipalities}
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v)) }
	if !typed.IsRight() {
		return again()
	}
	if v.alike, err = f.alikeTo(r.Context(), id, &content, typed); err != nil {
		return err
	}
	if len(v.alike) > 0 {
		return web.Show(w, r, http.StatusConflict, formPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		if err := Add(r.Context(), tx, id, content); err != nil {
			return err
		}
		return keepApart(r.Context(), tx, id, typed)
	})
	return f.answer(w, r, err, typed, "/organisations/"+id+"?done=added", again)
}

// answer goes on to a page, or shows the form again with what is wrong.
func (f *Feature) answer(w http.ResponseWriter, r *http.Request, err error, typed *form.Form, to string, again func() error) error {
	fault := asFault(err)
	switch {
	case err == nil:
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	case fault == nil:
		return err
	case errors.Is(err, ErrNumberTaken):
		typed.Refuse("number", *fault)
	default:
		typed.Refuse("", *fault)
	}
	return again()
}

// asFault is what a person can mend; nil for everything else.
func asFault(err error) *i18n.Message {
	if own := store.Mendable(err); own != nil {
		return &own.Message
	}
	return nil
}

// refuseError puts a fault beside its field.
func refuseError(f *form.Form, field string, err error) {
	if fault := asFault(err); fault != nil {
		f.Refuse(field, *fault)
	}
}

func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(&formView{form: formOf(&v.o), o: v.o, towns: f.Municipalities}))
}

// change changes what is said of an organisation. Officers, managers and administrators only.
func (f *Feature) change(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.look(r)
	var moved *elsewhereError
	if errors.As(err, &moved) { // what was typed was about the one that is no more by itself
		v := &formView{form: typed, o: kept.o, towns: f.Municipalities}
		typed.Refuse("", i18n.Msg("organisations.merge.while_typing", "name", kept.o.Name))
		return web.Show(w, r, http.StatusConflict, formPage(v))
	}
	if err != nil {
		return err
	}
	v := &formView{form: typed, o: kept.o, towns: f.Municipalities}
	content := contentIn(typed)
	if typed.Text("keep_name") != "" && content.Name != "" {
		content.withFormer(kept.o.Name)
		content.tidy()
	}
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v)) }
	if !typed.IsRight() {
		return again()
	}
	if isOther := content.isKnownOtherwise(&kept.o.Content); isOther {
		if v.alike, err = f.alikeTo(r.Context(), kept.o.ID, &content, typed); err != nil {
			return err
		}
		if len(v.alike) > 0 {
			return web.Show(w, r, http.StatusConflict, formPage(v))
		}
	}
	seen, _ := strconv.Atoi(typed.Text("seen"))
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		if err := Change(r.Context(), tx, kept.o.ID, content, seen); err != nil {
			return err
		}
		return keepApart(r.Context(), tx, kept.o.ID, typed)
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "organisation", kept.o.ID, formOf(&kept.o), typed, organisationFields); err != nil {
			return err
		}
		v.form = typed.Resent(strconv.Itoa(kept.o.Version))
		return web.Show(w, r, http.StatusConflict, formPage(v))
	}
	return f.answer(w, r, err, typed, "/organisations/"+kept.o.ID+"?done=changed", again)
}

// organisationFields are the fields that are compared when two have changed the same organisation, with their names.
var organisationFields = [][2]string{{"name", "organisations.name"}, {"number", "organisations.field.number"}, {"form", "organisations.legal_form"}, {"class", "organisations.field.class"},
	{"class_code", "organisations.class_code"}, {"seat", "organisations.seat"}, {"web", "organisations.field.web"}, {"email", "organisations.field.email"},
	{"telephone", "organisations.field.telephone"}, {"address", "organisations.field.address"}, {"former", "organisations.former"}, {"note", "organisations.note"}}

func (f *Feature) showEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, endPage(v, form.Of("ended_on", v.today.String())))
}

// end says that an organisation is no more. Officers, managers and administrators only.
func (f *Feature) end(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	day, why := typed.Date("ended_on"), typed.Text("why")
	refuseAll(typed, checkEnd(day, why))
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, endPage(v, typed)) }
	if !typed.IsRight() {
		return again()
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return End(r.Context(), tx, v.o.ID, day, why) })
	return f.answer(w, r, err, typed, v.href("?done=ended"), again)
}

// reopen takes an end back. Officers, managers and administrators only.
func (f *Feature) reopen(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Reopen(r.Context(), tx, id) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/organisations/"+id+"?done=reopened", http.StatusSeeOther)
	return nil
}

// showPublic shows everybody what is public of an organisation. One that is not, or that has ended, is not there.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &oneView{towns: f.Municipalities, today: today(), public: true}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.o, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.o.IsPublic && v.o.IsMerged() {
			return &elsewhereError{v.o.ID, v.o.MergedInto}
		}
		if !v.o.IsPublic || v.o.HasEnded() {
			return i18n.Fail("organisations.unknown").Because(store.ErrNotFound)
		}
		if v.roles, err = Roles(ctx, tx, v.o.ID); err != nil {
			return err
		}
		if v.facts, err = f.publicFacts(ctx, tx, &v.o); err != nil {
			return err
		}
		v.contacts, err = Contacts(ctx, tx, v.o.ID)
		return err
	})
	if err != nil {
		return err
	}
	v.contacts = slices.DeleteFunc(v.contacts, func(c Contact) bool { return !c.IsPublic })
	return web.Show(w, r, http.StatusOK, publicPage(v))
}
