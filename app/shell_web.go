package app

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// withShell puts what stands around every page in the request's context: the menu of the plan that is looked at, who
// is signed in, the day shown.
func withShell(plans *shelf, settings Settings, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		account, signedIn := accounts.In(r.Context())
		shell := ui.Shell{Path: r.URL.Path, Back: backTo(r.URL, signedIn), BrandLine: settings.Authority, AccentHref: settings.Accent.Href(), Public: !signedIn,
			AccessibilityHref: "/accessibility", SignInHref: "/sign-in", SearchAction: "/search", Today: calendar.Today(time.Now())}
		ctx := r.Context()
		if !signedIn {
			shell.Menu = publicMenu()
		}
		if signedIn {
			shell.Account, shell.AccountHref, shell.SignOutAction = account.Name, "/account", "/sign-out"
			around := plansAround(r, plans)
			around.acts = holdsMandate(ctx, plans.db, account)
			shell.Menu = menu(ctx, around)
			shell.Banner, shell.BannerLink = banner(around.shown, r.URL.Path)
			if r.URL.Path == "/" && accounts.May(ctx, accounts.ReadOutbox) {
				if at, failed := checkFailed(ctx, plans.db); failed {
					shell.Banner, shell.BannerGrave = i18n.Msg("app.banner.check_failed", "when", calendar.Clock(at)), true
					shell.BannerLink = ui.MenuItem{LabelKey: "app.banner.check", Href: "/outbox#periodic"}
				}
			}
			ctx = plan.WithChosen(ctx, around.chosen)
		}
		next.ServeHTTP(w, r.WithContext(ui.WithShell(ctx, shell)))
	})
}

// backTo is where the choice of language comes back to: the page with its query. What followup keeps of its public pages
// for all readers must hold nothing that one of them has written in the address, so there only the date goes along.
func backTo(at *url.URL, signedIn bool) string {
	query := at.Query()
	query.Del("lang")
	if !signedIn && (at.Path == "/" || strings.HasPrefix(at.Path, "/public/") && !strings.HasPrefix(at.Path, "/public/organisations") && !strings.HasPrefix(at.Path, "/public/events")) {
		date, err := calendar.ParseDate(query.Get("date"))
		query = url.Values{}
		if err == nil {
			query.Set("date", date.String())
		}
	}
	return (&url.URL{Path: at.Path, RawPath: at.RawPath, RawQuery: query.Encode()}).RequestURI()
}

// around is which plans a page stands among.
type around struct {
	shown   *plan.Plan // the address is about it, or it is the one worked with; nil when there is none
	current []plan.Plan
	acts    bool   // the reader is invited to act for an organisation
	chosen  string // key of the one worked with where the address names none; empty for the current plan accepted last
}

// plansAround finds the plan that the page is about and those that can be switched to.
func plansAround(r *http.Request, plans *shelf) around {
	all, err := plans.list(r.Context())
	if err != nil {
		return around{} // the page itself will say what is wrong
	}
	var a around
	for _, p := range all {
		if p.Status == plan.Current {
			a.current = append(a.current, p)
		}
	}
	a.chosen = plan.ChosenKey(r, a.current)
	wanted := a.chosen
	if rest, below := strings.CutPrefix(r.URL.Path, "/plan/"); below {
		wanted, _, _ = strings.Cut(rest, "/")
	} else if wanted == "" && len(a.current) > 0 {
		wanted = a.current[0].Key
	}
	for i := range all {
		if all[i].Key == wanted {
			a.shown = &all[i]
		}
	}
	return a
}

// banner says so when a plan's pages show a plan that is not in force.
func banner(shown *plan.Plan, path string) (i18n.Message, ui.MenuItem) {
	if shown == nil || !strings.HasPrefix(path, "/plan/") {
		return i18n.Message{}, ui.MenuItem{}
	}
	plans := ui.MenuItem{LabelKey: "app.banner.plans", Href: "/plans"}
	switch shown.Status {
	case plan.InDraft:
		return i18n.Msg("app.banner.draft", "edition", shown.Edition), ui.MenuItem{LabelKey: "app.banner.changes", Href: "/plan/" + shown.Key + "/changes"}
	case plan.Archived:
		return i18n.Msg("app.banner.archived"), plans
	case plan.Discarded:
		return i18n.Msg("app.banner.discarded"), plans
	}
	return i18n.Message{}, ui.MenuItem{}
}

// otherPlans lets the reader go over to another of several plans in force. With one plan there is nothing to choose.
func otherPlans(a around) ui.MenuGroup {
	group := ui.MenuGroup{LabelKey: "app.menu.switch"}
	for _, p := range a.current {
		if a.shown == nil || p.ID != a.shown.ID {
			group.Items = append(group.Items, ui.MenuItem{Label: i18n.Msg("app.menu.other_plan", "title", p.Title, "edition", p.Edition),
				Href: "/plans/choose/" + p.Key, Icon: ui.IconLater})
		}
	}
	return group
}

// messages is the app's own part of the catalogue.
func messages() fs.FS { return i18n.Folder(messageFiles) }
