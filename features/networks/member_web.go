package networks

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// mostChosen bounds how many organisations are chosen at once; mostFound how many a search shows.
const (
	mostChosen = 200
	mostFound  = 100
)

// choosing reads the organisations that can be chosen: those already ticked, and those that the words and the role find.
func (f *Feature) choosing(r *http.Request, typed *form.Form) (*chooseView, error) {
	ctx := r.Context()
	network, err := f.look(r, today())
	if err != nil {
		return nil, err
	}
	v := &chooseView{oneView: network, form: typed, towns: f.Municipalities}
	filter := organisations.Filter{Day: today(), Words: typed.Text("q"), Limit: mostFound}
	if role := organisations.RoleKind(typed.Text("as")); slices.Contains(organisations.RoleKinds, role) {
		filter.Role = role
	}
	ticked := typed.All("organisation")
	ticked = ticked[:min(len(ticked), mostChosen)]
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		for _, id := range ticked {
			o, err := organisations.Find(ctx, tx, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if err == nil && !slices.ContainsFunc(v.chosen, func(c organisations.Organisation) bool { return c.ID == id }) {
				v.chosen = append(v.chosen, o)
			}
		}
		if filter.Words != "" {
			v.found, err = organisations.Search(ctx, tx, filter)
			return err
		}
		page, err := organisations.List(ctx, tx, filter)
		v.found, v.more = page.Organisations, page.Next != ""
		return err
	})
	v.leaveOut(ticked)
	return v, err
}

func (f *Feature) showChoose(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	if !query.Has("from") {
		query.Set("from", today().String())
	}
	if !query.Has("role") {
		query.Set("role", string(Ordinary))
	}
	v, err := f.choosing(r, form.From(query))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, choosePage(v))
}

// join makes organisations members, or searches on with those that are ticked kept. Officers, managers and administrators only.
func (f *Feature) join(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.choosing(r, typed)
	if err != nil {
		return err
	}
	if act := typed.Text("act"); act == "search" || act == "all" {
		http.Redirect(w, r, v.searchHref(act == "all"), http.StatusSeeOther)
		return nil
	}
	j := Joining{NetworkID: v.n.ID, OrganisationIDs: typed.All("organisation"), Role: MemberRole(typed.Text("role")), From: typed.Date("from"), WithContacts: typed.Text("contacts") != ""}
	var faults []fault
	if len(j.OrganisationIDs) == 0 || len(j.OrganisationIDs) > mostChosen {
		faults = append(faults, fault{"organisation", i18n.Fail("networks.choose_some", "most", mostChosen)})
	}
	one := Member{OrganisationID: "-", Role: j.Role, From: j.From}
	refuseAll(typed, append(faults, one.check()...))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			_, err := Join(r.Context(), tx, j)
			return err
		})
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, choosePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=joined#members"))
}

func (f *Feature) showNewPerson(w http.ResponseWriter, r *http.Request) error {
	network, err := f.look(r, today())
	if err != nil {
		return err
	}
	v := &memberView{oneView: network, form: form.Of("id", store.NewID(), "role", string(Ordinary), "from", today().String())}
	return web.Show(w, r, http.StatusOK, memberPage(v))
}

// addPerson adds a person, or one more person for an organisation. Officers, managers and administrators only.
func (f *Feature) addPerson(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	network, err := f.look(r, today())
	if err != nil {
		return err
	}
	m := memberIn(typed)
	m.ID, m.NetworkID, m.OrganisationID = store.GivenID(typed.Text("id")), network.n.ID, typed.Text("organisation")
	if m.Name == "" {
		typed.Refuse("name", i18n.Msg("networks.member_name_missing"))
	}
	refuseAll(typed, m.check())
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddMember(r.Context(), tx, m) })
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, memberPage(&memberView{oneView: network, form: typed}))
	}
	return web.GoTo(w, r, err, network.href("?done=member_added#members"))
}

// member reads the member in the address, and the people to turn to in its organisation when the reader may see them.
func (f *Feature) member(r *http.Request) (*memberView, error) {
	network, err := f.look(r, today())
	if err != nil {
		return nil, err
	}
	v := &memberView{oneView: network}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.kept, err = FindMember(r.Context(), tx, network.n.ID, r.PathValue("member")); err != nil {
			return err
		}
		if v.kept.OrganisationID != "" && accounts.May(r.Context(), accounts.ReadContacts) {
			v.contacts, err = organisations.Contacts(r.Context(), tx, v.kept.OrganisationID)
		}
		return err
	})
	return v, err
}

func (f *Feature) showEditMember(w http.ResponseWriter, r *http.Request) error {
	v, err := f.member(r)
	if err != nil {
		return err
	}
	v.form = formOfMember(&v.kept)
	return web.Show(w, r, http.StatusOK, memberPage(v))
}

// changeMember changes what is said of a member. Officers, managers and administrators only.
func (f *Feature) changeMember(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.member(r)
	if err != nil {
		return err
	}
	v.form = typed
	m := memberIn(typed)
	m.ID, m.NetworkID, m.OrganisationID, m.EndedWhy = v.kept.ID, v.n.ID, v.kept.OrganisationID, v.kept.EndedWhy
	if m.Until = typed.Date("until"); m.Until.IsZero() {
		m.EndedWhy = ""
	}
	refuseAll(typed, m.check())
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangeMember(r.Context(), tx, m, typed.Seen()) })
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "network", v.n.ID, formOfMember(&v.kept), typed, memberFields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(v.kept.Version))
			return web.Show(w, r, http.StatusConflict, memberPage(v))
		}
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, memberPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=member_changed#members"))
}

// memberFields are the fields that are compared when two have changed the same member, with their names.
var memberFields = [][2]string{{"name", "networks.who_comes"}, {"email", "networks.email"}, {"from", "networks.first_day"}, {"until", "networks.last_day"}}

func (f *Feature) showEndMember(w http.ResponseWriter, r *http.Request) error {
	v, err := f.member(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, endMemberPage(v, form.Of("ended_on", today().String())))
}

// endMember says that somebody does not belong to the network any more. Officers, managers and administrators only.
func (f *Feature) endMember(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.member(r)
	if err != nil {
		return err
	}
	day, why := typed.Date("ended_on"), typed.Text("why")
	refuseAll(typed, checkEnd(v.kept.From, day, why, true))
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, endMemberPage(v, typed))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return EndMember(r.Context(), tx, v.n.ID, v.kept.ID, day, why) })
	return web.GoTo(w, r, err, v.href("?done=member_ended#members"))
}
