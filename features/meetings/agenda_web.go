package meetings

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// agendaView is the page where an agenda is changed, or one of its points.
type agendaView struct {
	*meetingView
	form     *form.Form
	item     Item // the point that is changed; empty for a new one
	stale    *ui.Meanwhile
	takeFrom bool // there is an agenda to take over
}

func (f *Feature) agenda(r *http.Request) (*agendaView, error) {
	kept, err := f.look(r)
	if err != nil {
		return nil, err
	}
	v := &agendaView{meetingView: kept}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) error {
		if r.PathValue("item") != "" {
			if v.item, err = itemOf(kept.items, r.PathValue("item")); err != nil {
				return err
			}
		}
		from, err := agendaBefore(r.Context(), tx, &kept.m)
		v.takeFrom = from != "" && len(kept.items) == 0 && kept.m.State.IsAhead()
		return err
	})
	return v, err
}

func (f *Feature) showAgenda(w http.ResponseWriter, r *http.Request) error {
	v, err := f.agenda(r)
	if err != nil {
		return err
	}
	v.form = form.Of("id", store.NewID())
	return web.Show(w, r, http.StatusOK, agendaPage(v))
}

// takeAgenda takes over the agenda of the latest meeting of the type. Officers, managers and administrators only.
func (f *Feature) takeAgenda(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return TakeAgenda(r.Context(), tx, id) })
	return web.GoTo(w, r, err, "/meetings/"+id+"/agenda")
}

// itemIn reads what was typed about a point and refuses what is wrong beside its field.
func itemIn(typed *form.Form) Item {
	i := Item{Title: typed.Text("title"), Body: typed.Text("body"), Presenter: typed.Text("presenter")}
	if minutes := typed.Whole("minutes"); minutes != nil {
		i.Minutes = *minutes
	}
	i.tidy()
	refuseAll(typed, i.check())
	return i
}

func formOfItem(i *Item) *form.Form {
	pairs := []string{"title", i.Title, "body", i.Body, "presenter", i.Presenter, "seen", i.mark()}
	if i.Minutes > 0 {
		pairs = append(pairs, "minutes", strconv.Itoa(i.Minutes))
	}
	return form.Of(pairs...)
}

// addItem puts a point last on the agenda. Officers, managers and administrators only.
func (f *Feature) addItem(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.agenda(r)
	if err != nil {
		return err
	}
	v.form = typed
	item := itemIn(typed)
	item.ID = store.GivenID(typed.Text("id"))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddItem(r.Context(), tx, v.m.ID, item) })
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, agendaPage(v))
	}
	return web.GoTo(w, r, err, v.href("/agenda#add"))
}

func (f *Feature) showEditItem(w http.ResponseWriter, r *http.Request) error {
	v, err := f.agenda(r)
	if err != nil {
		return err
	}
	v.form = formOfItem(&v.item)
	return web.Show(w, r, http.StatusOK, itemPage(v))
}

// itemFields are the fields that are compared when two have changed the same point, with their names.
var itemFields = [][2]string{{"title", "meetings.item_title"}, {"presenter", "meetings.presenter"}, {"minutes", "meetings.length"}, {"body", "meetings.item_body"}}

// changeItem changes a point of the agenda. Officers, managers and administrators only.
func (f *Feature) changeItem(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.agenda(r)
	if err != nil {
		return err
	}
	v.form = typed
	item := itemIn(typed)
	item.ID = v.item.ID
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangeItem(r.Context(), tx, v.m.ID, item, typed.Text("seen")) })
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "meeting", v.m.ID, formOfItem(&v.item), typed, itemFields); err != nil {
				return err
			}
			v.form = typed.Resent(v.item.mark())
			return web.Show(w, r, http.StatusConflict, itemPage(v))
		}
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, itemPage(v))
	}
	return web.GoTo(w, r, err, v.href("/agenda"))
}

// moveItem moves a point a step. Officers, managers and administrators only.
func (f *Feature) moveItem(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return MoveItem(r.Context(), tx, id, r.PathValue("item"), typed.Text("to") == "down")
	})
	return web.GoTo(w, r, err, "/meetings/"+id+"/agenda")
}

// removeItem takes a point away. Officers, managers and administrators only.
func (f *Feature) removeItem(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveItem(r.Context(), tx, id, r.PathValue("item")) })
	return web.GoTo(w, r, err, "/meetings/"+id+"/agenda")
}

// moveText says where a point goes.
func moveText(p i18n.Printer, down bool) ui.Act {
	if down {
		return ui.Act{Text: p.T("meetings.move_down"), Icon: ui.IconDown, Small: true, Weight: ui.Quiet}
	}
	return ui.Act{Text: p.T("meetings.move_up"), Icon: ui.IconUp, Small: true, Weight: ui.Quiet}
}
