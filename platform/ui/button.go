package ui

import "github.com/a-h/templ"

// attributes are what Designsystemet's styles go by.
func (act Act) attributes() templ.Attributes {
	a := templ.Attributes{}
	switch act.Weight {
	case Secondary:
		a["data-variant"] = "secondary"
	case Quiet:
		a["data-variant"] = "tertiary"
	}
	if act.Danger {
		a["data-color"] = "danger"
	}
	if act.Wide {
		a["data-fullwidth"] = true
	}
	return a
}
