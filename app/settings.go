package app

import (
	"samverk/features/feedback"
	"samverk/platform/ui"
)

// Settings are what an authority says of itself when it starts the program. What is empty is left out of the pages.
type Settings struct {
	Authority       string    // stands below the program's name on every page
	Accent          ui.Accent // the colour of links and buttons
	ContactEmail    string    // for faults in accessibility
	ContactPhone    string
	SecurityContact string // where to tell of a weakness: an e-mail address or a page; empty for none
	ReportAt        string // where the supervising agency takes reports about accessibility; empty for its address as known
}

func (s Settings) contact() feedback.Contact {
	return feedback.Contact{Authority: s.Authority, Email: s.ContactEmail, Phone: s.ContactPhone, ReportAt: s.ReportAt}
}
