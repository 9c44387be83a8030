package app

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// withShell puts what stands around every page in the request's context: the menu of the plan that is looked at, who
// is signed in, the day shown.
func withShell(current func(context.Context) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shell := ui.Shell{Path: r.URL.RequestURI(), AccessibilityHref: "/accessibility", SignInHref: "/sign-in"}
		account, signedIn := accounts.In(r.Context())
		shell.Public = !signedIn
		if signedIn {
			shell.Account, shell.SignOutAction = account.Name, "/sign-out"
			shell.Menu = menu(planKey(r.Context(), current, r.URL.Path))
			shell.SearchAction, shell.Searched = "/search", r.URL.Query().Get("q")
		}
		shell.Today = calendar.Today(time.Now())
		next.ServeHTTP(w, r.WithContext(ui.WithShell(r.Context(), shell)))
	})
}

// planKey is the plan that the address is about, else the current plan accepted last; empty when there is none.
func planKey(ctx context.Context, current func(context.Context) string, path string) string {
	if rest, below := strings.CutPrefix(path, "/plan/"); below {
		key, _, _ := strings.Cut(rest, "/")
		return key
	}
	return current(ctx)
}

// menu is the side menu of those who work with a plan.
func menu(key string) []ui.MenuGroup {
	ofPlan := ui.MenuGroup{LabelKey: "app.menu.plan"}
	if key != "" {
		ofPlan.Items = []ui.MenuItem{
			{LabelKey: "app.menu.quarters", Href: "/plan/" + key + "/quarters", Icon: ui.IconQuarterPlan},
			{LabelKey: "app.menu.goals", Href: "/plan/" + key, Icon: ui.IconGoals},
			{LabelKey: "app.menu.indicators", Href: "/plan/" + key + "/indicators", Icon: ui.IconIndicators},
		}
	}
	ofPlan.Items = append(ofPlan.Items, ui.MenuItem{LabelKey: "app.menu.plans", Href: "/plans", Icon: ui.IconFile})
	report := ui.MenuGroup{LabelKey: "app.menu.report"}
	if key != "" {
		report.Items = []ui.MenuItem{{LabelKey: "app.menu.public", Href: "/public/" + key, Icon: ui.IconPublicSite}}
	}
	return []ui.MenuGroup{
		{Items: []ui.MenuItem{{LabelKey: "app.menu.now", Href: "/", Icon: ui.IconHome}}},
		ofPlan,
		{LabelKey: "app.menu.work", Items: []ui.MenuItem{{LabelKey: "app.menu.records", Href: "/records", Icon: ui.IconRecords}}},
		report,
	}
}

// messages is the app's own part of the catalogue.
func messages() fs.FS { return i18n.Folder(messageFiles) }
