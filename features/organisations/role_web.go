package organisations

import (
	"context"
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) showNewRole(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, rolePage(v, form.Of("id", store.NewID(), "from", v.today.String())))
}

// addRole gives an organisation a role. Officers, managers and administrators only.
func (f *Feature) addRole(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	role := Role{ID: store.GivenID(typed.Text("id")), OrganisationID: v.o.ID, Kind: RoleKind(typed.Text("role")), From: typed.Date("from"), Until: typed.Date("until"),
		Certifier: typed.Text("certifier"), Certificate: typed.Text("certificate"), Note: typed.Text("note")}
	refuseAll(typed, role.check())
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, rolePage(v, typed)) }
	if !typed.IsRight() {
		return again()
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddRole(r.Context(), tx, role) })
	return f.answer(w, r, err, typed, v.href("?done=role_added"), again)
}

// roleIn reads the organisation and the role in the address.
func (f *Feature) roleIn(r *http.Request) (v *oneView, role Role, err error) {
	if v, err = f.look(r); err != nil {
		return v, role, err
	}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		role, err = FindRole(r.Context(), tx, v.o.ID, r.PathValue("role"))
		return err
	})
	return v, role, err
}

func (f *Feature) showEndRole(w http.ResponseWriter, r *http.Request) error {
	v, role, err := f.roleIn(r)
	if err != nil {
		return err
	}
	until := role.Until
	if until.IsZero() {
		until = v.today
	}
	return web.Show(w, r, http.StatusOK, endRolePage(v, &role, form.Of("until", until.String(), "why", role.EndedWhy)))
}

// endRole says which day is a role's last. Officers, managers and administrators only.
func (f *Feature) endRole(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, role, err := f.roleIn(r)
	if err != nil {
		return err
	}
	ended := role
	ended.Until, ended.EndedWhy = typed.Date("until"), typed.Text("why")
	refuseAll(typed, ended.checkEnd())
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, endRolePage(v, &role, typed)) }
	if !typed.IsRight() {
		return again()
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return EndRole(r.Context(), tx, v.o.ID, role.ID, ended.Until, ended.EndedWhy)
	})
	return f.answer(w, r, err, typed, v.href("?done=role_ended"), again)
}

func roleChoices(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, kind := range RoleKinds {
		options = append(options, ui.Option{Value: string(kind), Text: kind.Name(i18n.In(ctx))})
	}
	return options
}
