package events

import (
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// formView is the form of an event, new or to be changed.
type formView struct {
	form       *form.Form
	event      *Event // nil: a new one
	indicators []ui.Option
	people     []accounts.Account
	stale      *ui.Meanwhile
}

func (v *formView) action() string {
	if v.event == nil {
		return "/events"
	}
	return "/events/" + v.event.ID + "/edit"
}

func (v *formView) back() string {
	if v.event == nil {
		return "/events"
	}
	return "/events/" + v.event.ID
}

func (v *formView) title(p i18n.Printer) string {
	if v.event == nil {
		return p.T("events.new")
	}
	return p.T("events.change")
}

func (v *formView) crumbs(p i18n.Printer) []ui.Link {
	if v.event == nil {
		return crumbs(p)
	}
	return append(crumbs(p), ui.Link{Text: v.event.Title, Href: v.back()})
}

func (v *formView) handlerOptions() []ui.Option {
	options := make([]ui.Option, len(v.people))
	for i := range v.people {
		options[i] = ui.Option{Value: v.people[i].ID, Text: v.people[i].Name}
	}
	return options
}

// chosenHandlers are those of the chosen who can handle an event.
func (v *formView) chosenHandlers() (chosen []string) {
	for i := range v.people {
		if v.form.Chosen("handlers", v.people[i].ID) {
			chosen = append(chosen, v.people[i].ID)
		}
	}
	return chosen
}

// refuseUnknown refuses indicators that are in no plan in force. Those that the event has had since before stay.
func (v *formView) refuseUnknown(c *Content) {
	for _, key := range c.Indicators {
		known := slices.ContainsFunc(v.indicators, func(o ui.Option) bool { return o.Value == key })
		if !known && (v.event == nil || !slices.Contains(v.event.Indicators, key)) {
			v.form.Refuse("indicators", i18n.Msg("events.indicator_unknown"))
			return
		}
	}
}

// personView is the form of somebody's registration, as an officer sees it.
type personView struct {
	*eventView
	form     *form.Form
	one      Registration // empty: a new one
	atDoor   bool
	found    []organisations.Organisation
	searched bool
	stale    *ui.Meanwhile
}

func (v *personView) action() string {
	if v.one.ID != "" {
		return v.href("/registrations/" + v.one.ID + "/edit")
	}
	return v.href("/registrations")
}

func (v *personView) back() string {
	if v.atDoor {
		return v.href("/attendance")
	}
	return v.href("/registrations")
}

func (v *personView) title(p i18n.Printer) string {
	switch {
	case v.one.ID != "":
		return p.T("events.registration.of", "name", v.one.Name)
	case v.atDoor:
		return p.T("events.registration.add_at_door")
	}
	return p.T("events.registration.add")
}

// personForm is the form that would give a registration.
func personForm(r *Registration, withNeeds bool) *form.Form {
	pairs := []string{"seen", strconv.Itoa(r.Version), "name", r.Name, "email", r.Email, "organisation", r.Organisation}
	if withNeeds {
		pairs = append(pairs, "needs", r.Needs)
	}
	return form.Of(pairs...)
}

// organisationOptions are what was found in the register, and that it is none of them.
func organisationOptions(p i18n.Printer, found []organisations.Organisation) []ui.Option {
	options := make([]ui.Option, 0, len(found)+1)
	for i := range found {
		options = append(options, ui.Option{Value: found[i].ID, Text: found[i].Name})
	}
	return append(options, ui.Option{Value: "none", Text: p.T("events.registration.none_of_them")})
}

// publicView is an event as anybody sees it.
type publicView struct {
	Event
	counts     Counts
	form       *form.Form
	invitation string
	found      []organisations.Organisation
	searched   bool
	mails      bool
	now        time.Time
}

// places says what somebody who registers can count on.
func (v *publicView) places(p i18n.Printer) string {
	switch {
	case v.Places == 0:
		return ""
	case v.counts.hasPlace(v.Places):
		return p.T("events.places_left", "count", free(v.Places, v.counts.Placed), "places", v.Places)
	}
	return p.T("events.full", "waiting", v.counts.Waiting)
}

// ownView is somebody's own registration.
type ownView struct {
	Event
	one      Registration
	form     *form.Form
	ahead    int
	found    []organisations.Organisation
	searched bool
	mails    bool
	now      time.Time
	done     string
}

// mayChange tells whether there is still something to change.
func (v *ownView) mayChange() bool { return v.State == Published && v.one.State != Withdrew }
