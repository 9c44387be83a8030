package mandates

import (
	"net/http"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// requestView is an officer's page of a request, and the form that a representative asks with.
type requestView struct {
	r         Request
	o         organisations.Organisation
	form      *form.Form
	mayChange bool
	isOwn     bool
}

func (f *Feature) lookAtRequest(r *http.Request) (*requestView, error) {
	v := &requestView{form: &form.Form{}, mayChange: accounts.May(r.Context(), accounts.ManageMandates)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.r, err = FindRequest(r.Context(), tx, r.PathValue("id")); err == nil {
			v.o, err = organisations.Find(r.Context(), tx, v.r.OrganisationID)
		}
		return err
	})
	me, _ := accounts.In(r.Context())
	v.isOwn = me.ID == v.r.AccountID
	return v, err
}

func (f *Feature) showRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtRequest(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, requestPage(v))
}

// acceptRequest changes the organisation as asked. Officers, managers and administrators only.
func (f *Feature) acceptRequest(w http.ResponseWriter, r *http.Request) error {
	return f.answerRequest(w, r, Accepted)
}

// denyRequest refuses a request. Officers, managers and administrators only.
func (f *Feature) denyRequest(w http.ResponseWriter, r *http.Request) error {
	return f.answerRequest(w, r, Denied)
}

func (f *Feature) answerRequest(w http.ResponseWriter, r *http.Request, answer Answer) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookAtRequest(r)
	if err != nil {
		return err
	}
	v.form = typed
	why := typed.Text("why")
	if answer == Denied {
		refuse(typed, "why", checkReason(why))
	}
	ctx, link := r.Context(), web.Address(r, f.BaseURL)+"/my/organisations/"+v.o.ID
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			done, err := AnswerRequest(ctx, tx, v.r.ID, answer, why)
			if err != nil {
				return err
			}
			return f.Letters.To(ctx, tx, done.AccountID, letters+"request_"+string(answer), "organisation", done.Organisation, "reason", why, "link", link)
		})
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, requestPage(v))
	}
	return web.GoTo(w, r, err, "/mandates/requests/"+v.r.ID)
}

// showAsk shows the form with which a representative asks for a change that only the authority makes.
func (f *Feature) showAsk(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, askPage(v, form.Of("id", store.NewID(), "name", v.o.Name, "number", v.o.Number.String(), "form", string(v.o.Form))))
}

// ask keeps a request of whoever acts for the organisation.
func (f *Feature) ask(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	number, err := organisations.ParseNumber(typed.Text("number"))
	refuse(typed, "number", err)
	request := Request{ID: store.GivenID(typed.Text("id")), OrganisationID: v.o.ID, AccountID: v.m.AccountID, Name: oneLine(typed.Text("name")), Number: number,
		Form: organisations.LegalForm(typed.Text("form")), Why: typed.Text("why")}
	request.refuseIn(typed, &v.o)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Ask(r.Context(), tx, request) })
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, askPage(v, typed))
	}
	return web.GoTo(w, r, err, v.href("?done=asked"))
}

// takeBack takes back a request that waits.
func (f *Feature) takeBack(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	if v.request == nil || v.request.ID != r.PathValue("request") {
		return i18n.Fail("mandates.request.unknown").Because(store.ErrNotFound)
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		_, err := AnswerRequest(r.Context(), tx, v.request.ID, TakenBack, "")
		return err
	})
	return web.GoTo(w, r, err, v.href(""))
}
