package ui

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Shell is what stands around every page. The zero value is a page with a name and nothing else: every field that is
// empty leaves its part out. The app fills it in for each request and puts it in the context.
type Shell struct {
	Brand     string // the program's or the authority's name; "Samverk" when empty
	BrandLine string // what stands below it; empty leaves it out
	Home      string // where the name leads; "/" when empty

	Menu []MenuGroup
	Path string // the page's own address, for what is current; without the query
	Back string // where a change of language comes back to, with the query; Path when empty

	SearchAction string // where the search field is sent (GET, field q); empty leaves search out
	Searched     string // what was searched for, shown in the field

	DateAction string        // where the date form is sent (GET, field date); empty leaves it out
	Date       calendar.Date // the day shown; no date when the page does not depend on the day
	Today      calendar.Date // a banner says so when Date is another day than this
	DateKeep   url.Values    // other choices in the address that the date form must not lose

	Account       string // who is signed in; empty when nobody is
	AccountHref   string // their own page; empty leaves the link out
	SignInHref    string // offered when nobody is signed in; empty leaves it out
	SignOutAction string // where the sign-out form is sent (POST); empty leaves it out

	Public            bool         // one column for the public instead of the officers' page with side menu
	Example           bool         // everything shown is made up; a banner says so
	Banner            i18n.Message // something about everything on the page: that it is a draft; the zero value leaves it out
	BannerLink        MenuItem     // where to read more about it
	BannerGrave       bool         // it tells of something wrong
	OtherLanguageHref string       // same page in the other language; made from Path when empty
	AccessibilityHref string       // the accessibility statement; empty leaves it out
	Footer            []Link       // further links at the foot

	AccentHref  string // the style sheet of the authority's own colour; empty for the program's
	ColorScheme string // "light" or "dark" when the reader has chosen; empty follows the device
}

// MenuGroup is a part of the menu under a heading.
type MenuGroup struct {
	LabelKey string // message key of the heading; empty for none
	Items    []MenuItem
}

// isHere tells whether the page belongs to one of the group's items.
func (g *MenuGroup) isHere() bool {
	return slices.ContainsFunc(g.Items, func(i MenuItem) bool { return i.Current })
}

// MenuItem is one link in the menu.
type MenuItem struct {
	LabelKey string       // message key
	Label    i18n.Message // instead of LabelKey, for names with something in them
	Href     string
	Icon     IconName
	Current  bool // set by the shell from its Path, or by Head.In; may also be set by hand
}

// Link is a text that leads somewhere.
type Link struct{ Text, Href string }

// Head is what a page says about itself: Page shows it first and names the browser's tab after it.
type Head struct {
	Title   string          // the page's heading
	Tab     string          // the tab's name when the heading alone would be unclear there
	Meta    string          // a quiet line below the heading
	Lead    string          // a sentence or two in larger type
	Crumbs  []Link          // the way here, without the page itself; a last one without Href is text
	Actions templ.Component // buttons at the right of the heading
	In      string          // address of the menu's item that the page belongs to, when its own address does not begin with it
	Wide    bool            // the content may use the whole width (the quarter plan)
	Poster  bool            // prints on A3 in landscape
}

type shellKey struct{}

// WithShell gives a context whose pages have this shell.
func WithShell(ctx context.Context, shell Shell) context.Context {
	return context.WithValue(ctx, shellKey{}, shell)
}

// ShellOf is the context's shell; without one it is empty. A page that is shown on a certain day can change the copy
// and put it back with WithShell.
func ShellOf(ctx context.Context) Shell {
	shell, _ := ctx.Value(shellKey{}).(Shell)
	return shell
}

// OnDay gives the shell's page its date form: it shows day, and whatever else the address asks for is kept when another
// day is chosen.
func (s Shell) OnDay(address *url.URL, day, today calendar.Date) Shell {
	s.Date, s.Today, s.DateAction, s.DateKeep = day, today, address.Path, url.Values{}
	for name, values := range address.Query() {
		if name != "date" && name != "lang" {
			s.DateKeep[name] = values
		}
	}
	return s
}

func (s Shell) brand() string {
	if s.Brand == "" {
		return "Samverk"
	}
	return s.Brand
}

func (s Shell) home() string {
	if s.Home == "" {
		return "/"
	}
	return s.Home
}

func (s Shell) path() string {
	if s.Path == "" {
		return "/"
	}
	return s.Path
}

func (s Shell) back() string {
	if s.Back == "" {
		return s.path()
	}
	return s.Back
}

// searchKey is what the search field is called: the public does not see all there is.
func (s Shell) searchKey() string {
	if s.Public {
		return "ui.search"
	}
	return "ui.search_all"
}

// isAnotherDay tells whether the page shows another day than today.
func (s Shell) isAnotherDay() bool {
	return !s.Date.IsZero() && !s.Today.IsZero() && s.Date != s.Today
}

// dateTyped is what the date field holds: the day shown, else today.
func (s Shell) dateTyped() string {
	if s.Date.IsZero() {
		return s.Today.String()
	}
	return s.Date.String()
}

// size is the density: officers see more on a page than the public.
func (s Shell) size() string {
	if s.Public {
		return "md"
	}
	return "sm"
}

// hasBar tells whether anything stands beside the name at the top.
func (s Shell) hasBar() bool {
	return s.SearchAction != "" || s.DateAction != "" || s.Account != "" || s.SignInHref != ""
}

// todayHref leads to the same page as it is today.
func (s Shell) todayHref() templ.SafeURL {
	address := s.DateAction
	if address == "" {
		address = s.path()
	}
	if query := s.DateKeep.Encode(); query != "" {
		address += "?" + query
	}
	return templ.URL(address)
}

// otherLanguageHref changes language and comes back to the page as it is shown.
func (s Shell) otherLanguageHref(language string) templ.SafeURL {
	if s.OtherLanguageHref != "" {
		return templ.URL(s.OtherLanguageHref)
	}
	return templ.URL("/language/" + language + "?back=" + url.QueryEscape(s.back()))
}

// menu is the menu with one item marked as current: the one whose address is the longest beginning of the page's.
func (s Shell) menu(in string) []MenuGroup {
	if in == "" {
		in = s.Path
	}
	longest := ""
	for _, group := range s.Menu {
		for _, item := range group.Items {
			if isBelow(in, item.Href) && len(item.Href) > len(longest) {
				longest = item.Href
			}
		}
	}
	marked := make([]MenuGroup, len(s.Menu))
	for i, group := range s.Menu {
		marked[i] = MenuGroup{LabelKey: group.LabelKey, Items: make([]MenuItem, len(group.Items))}
		for j, item := range group.Items {
			item.Current = item.Current || longest != "" && item.Href == longest
			marked[i].Items[j] = item
		}
	}
	return marked
}

// isBelow tells whether a page belongs under an address: /plan/3 is below /plan but /planning is not, and only the
// start page is below /.
func isBelow(path, address string) bool {
	if address == "" || address == "/" {
		return path == address && address != ""
	}
	return path == address || strings.HasPrefix(path, strings.TrimSuffix(address, "/")+"/")
}

func (h Head) tab() string {
	if h.Tab == "" {
		return h.Title
	}
	return h.Tab
}

// errorTitle is the message key of an error page's heading.
func errorTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return "ui.not_found_title"
	case http.StatusForbidden:
		return "ui.forbidden_title"
	case http.StatusMethodNotAllowed:
		return "ui.method_title"
	case http.StatusRequestEntityTooLarge:
		return "ui.too_large_title"
	case http.StatusInternalServerError:
		return "ui.fault_title"
	}
	return "ui.error_title"
}

// sorted gives the values by name, so that the same page is always written the same way.
func sorted(values url.Values) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if !yield(name, values[name]) {
				return
			}
		}
	}
}

func bannerColour(shell Shell) string {
	if shell.BannerGrave {
		return string(Danger)
	}
	return string(Info)
}
