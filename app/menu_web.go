package app

import (
	"context"

	"samverk/features/accounts"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// entry is an item of the menu with what its page asks for.
type entry struct {
	ui.MenuItem
	asks web.Permission
}

// menu is the side menu: what the reader may see, in the order of a day's work.
func menu(ctx context.Context, a around) []ui.MenuGroup {
	var groups []ui.MenuGroup
	add := func(label string, entries []entry) {
		group := ui.MenuGroup{LabelKey: label}
		for _, e := range entries {
			if accounts.May(ctx, e.asks) {
				group.Items = append(group.Items, e.MenuItem)
			}
		}
		if len(group.Items) > 0 {
			groups = append(groups, group)
		}
	}
	own := entry{ui.MenuItem{LabelKey: "app.menu.own_organisations", Href: "/my/organisations", Icon: ui.IconOrganisation}, accounts.OwnOrganisations}
	if home(ctx) != "" {
		add("", []entry{own})
	} else {
		add("", []entry{{ui.MenuItem{LabelKey: "app.menu.now", Href: "/", Icon: ui.IconHome}, accounts.Anybody},
			{ui.MenuItem{LabelKey: "app.menu.search", Href: "/search", Icon: ui.IconSearch}, accounts.Anybody}})
		if a.acts {
			add("", []entry{own})
		}
	}
	ofPlan, report := ofPlan(a)
	add("app.menu.plan", ofPlan)
	add("app.menu.work", []entry{{ui.MenuItem{LabelKey: "app.menu.records", Href: "/records", Icon: ui.IconRecords}, accounts.ReadPlans},
		{ui.MenuItem{LabelKey: "app.menu.cases", Href: "/cases", Icon: ui.IconCases}, accounts.ReadCases}})
	add("app.menu.together", []entry{{ui.MenuItem{LabelKey: "app.menu.networks", Href: "/networks", Icon: ui.IconPeople}, accounts.ReadNetworks},
		{ui.MenuItem{LabelKey: "app.menu.year_wheel", Href: "/year-wheel", Icon: ui.IconQuarterPlan}, accounts.ReadNetworks},
		{ui.MenuItem{LabelKey: "app.menu.meetings", Href: "/meetings", Icon: ui.IconCalendar}, accounts.ReadNetworks},
		{ui.MenuItem{LabelKey: "app.menu.actions", Href: "/meetings/actions", Icon: ui.IconCheck}, accounts.ReadNetworks},
		{ui.MenuItem{LabelKey: "app.menu.own_meetings", Href: "/my/meetings", Icon: ui.IconCalendar}, accounts.OwnMeetings},
		{ui.MenuItem{LabelKey: "app.menu.events", Href: "/events", Icon: ui.IconCalendar}, accounts.ReadEvents}})
	add("app.menu.register", []entry{{ui.MenuItem{LabelKey: "app.menu.organisations", Href: "/organisations", Icon: ui.IconOrganisation}, accounts.ReadOrganisations},
		{ui.MenuItem{LabelKey: "app.menu.entitlement", Href: "/entitlement", Icon: ui.IconDone}, accounts.ReadEntitlement},
		{ui.MenuItem{LabelKey: "app.menu.mandates", Href: "/mandates", Icon: ui.IconAccount}, accounts.ReadMandates},
		{ui.MenuItem{LabelKey: "app.menu.mapping", Href: "/mapping", Icon: ui.IconGoals}, accounts.ReadOrganisations}})
	add("app.menu.grants", []entry{{ui.MenuItem{LabelKey: "app.menu.awards", Href: "/awards", Icon: ui.IconCases}, accounts.ReadAwards}})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_awards", Href: "/public/grants/awards", Icon: ui.IconPublicSite}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_calendar", Href: "/public/calendar", Icon: ui.IconCalendar}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_events", Href: "/public/events", Icon: ui.IconPublicSite}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_mapping", Href: "/public/mapping", Icon: ui.IconPublicSite}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_decisions", Href: "/public/decisions", Icon: ui.IconCases}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_organisations", Href: "/public/organisations", Icon: ui.IconPublicSite}, accounts.Anybody})
	report = append(report, entry{ui.MenuItem{LabelKey: "app.menu.public_networks", Href: "/public/networks", Icon: ui.IconPublicSite}, accounts.Anybody},
		entry{ui.MenuItem{LabelKey: "app.menu.public_meetings", Href: "/public/meetings", Icon: ui.IconPublicSite}, accounts.Anybody})
	add("app.menu.report", report)
	add("app.menu.program", []entry{{ui.MenuItem{LabelKey: "app.menu.people", Href: "/people", Icon: ui.IconPeople}, accounts.ReadPeople},
		{ui.MenuItem{LabelKey: "app.menu.trail", Href: "/trail", Icon: ui.IconHistory}, accounts.SearchTrail},
		{ui.MenuItem{LabelKey: "app.menu.outbox", Href: "/outbox", Icon: ui.IconSettings}, accounts.ReadOutbox},
		{ui.MenuItem{LabelKey: "app.menu.feedback", Href: "/feedback", Icon: ui.IconInfo}, accounts.ReadFeedback},
		{ui.MenuItem{LabelKey: "app.menu.retention", Href: "/retention", Icon: ui.IconRemove}, accounts.ReadRetention}})
	if choice := otherPlans(a); len(choice.Items) > 0 && accounts.May(ctx, accounts.ReadPlans) {
		groups = append(groups, choice)
	}
	return groups
}

// publicMenu is what everybody may read besides the plan.
func publicMenu() []ui.MenuGroup {
	return []ui.MenuGroup{{Items: []ui.MenuItem{{LabelKey: "app.menu.public_plan", Href: "/", Icon: ui.IconHome},
		{LabelKey: "app.menu.events", Href: "/public/events", Icon: ui.IconCalendar},
		{LabelKey: "app.menu.public_organisations", Href: "/public/organisations", Icon: ui.IconOrganisation},
		{LabelKey: "app.menu.networks", Href: "/public/networks", Icon: ui.IconPeople},
		{LabelKey: "app.menu.meetings", Href: "/public/meetings", Icon: ui.IconCalendar},
		{LabelKey: "app.menu.public_mapping", Href: "/public/mapping", Icon: ui.IconGoals},
		{LabelKey: "app.menu.calendar", Href: "/public/calendar", Icon: ui.IconCalendar},
		{LabelKey: "app.menu.public_decisions", Href: "/public/decisions", Icon: ui.IconCases}}}}
}

// ofPlan are the pages of the plan that is looked at, and where its reports are.
func ofPlan(a around) (pages, report []entry) {
	if a.shown != nil {
		key := a.shown.Key
		pages = []entry{
			{ui.MenuItem{LabelKey: "app.menu.quarters", Href: "/plan/" + key + "/quarters", Icon: ui.IconQuarterPlan}, accounts.ReadPlans},
			{ui.MenuItem{LabelKey: "app.menu.goals", Href: "/plan/" + key, Icon: ui.IconGoals}, accounts.ReadPlans},
			{ui.MenuItem{LabelKey: "app.menu.indicators", Href: "/plan/" + key + "/indicators", Icon: ui.IconIndicators}, accounts.ReadPlans},
		}
		if a.shown.IsPublished() {
			report = []entry{{ui.MenuItem{LabelKey: "app.menu.public", Href: "/public/" + key, Icon: ui.IconPublicSite}, accounts.Anybody}}
		}
	}
	pages = append(pages, entry{ui.MenuItem{LabelKey: "app.menu.staffing", Href: "/staffing", Icon: ui.IconPeople}, accounts.ReadStaffing})
	return append(pages, entry{ui.MenuItem{LabelKey: "app.menu.plans", Href: "/plans", Icon: ui.IconFile}, accounts.ReadPlans}), report
}
