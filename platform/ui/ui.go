// Package ui holds what pages are made of: the shell around them, the components, the style sheet, the icons and the
// marks. It knows no word of the trade: features give it texts and shapes. Every component in every state is shown by
// Gallery.
//
// A page is
//
//	templ indicatorPage(v indicatorView) {
//		@ui.Page(ui.Head{Title: v.Title, Crumbs: v.Crumbs, Meta: v.Meta}) {
//			@ui.Section(ui.SectionHead{Title: …}) { … }
//		}
//	}
//
// and what stands around it (menu, date shown, who is signed in) comes from the request's context: WithShell.
package ui

import (
	"embed"
	"io/fs"

	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }

// otherLanguage is the language that a page offers to change to.
func otherLanguage(current i18n.Language) i18n.Language {
	if current == i18n.English {
		return i18n.Swedish
	}
	return i18n.English
}
