package app

import (
	"net/netip"

	"samverk/features/accounts/oidc"
	"samverk/features/feedback"
	"samverk/features/organisations"
	"samverk/features/outbox"
	"samverk/platform/file"
	"samverk/platform/ui"
)

// Settings are what an authority says of itself when it starts the program. What is empty is left out of the pages.
type Settings struct {
	BaseURL         string    // where the site is reached, without a slash at its end; empty for whatever a request says
	Authority       string    // stands below the program's name on every page
	Accent          ui.Accent // the colour of links and buttons
	ContactEmail    string    // for faults in accessibility
	ContactPhone    string
	SecurityContact string         // where to tell of a weakness: an e-mail address or a page; empty for none
	MailServer      *outbox.Server // where e-mail is handed over; nil for nowhere
	Proxies         []netip.Prefix // those on other machines that say truly where a request came from
	SignIn          oidc.Settings  // the providers where people can show who they are; with any, BaseURL is needed
	// Municipalities are those that organisations can be placed in; none for those of the example.
	Municipalities organisations.Municipalities
	Scanner        *file.Scanner // looks for viruses in files that are sent; nil for nobody
	ReportAt       string        // where the supervising agency takes reports about accessibility; empty for its address as known
}

func (s Settings) contact() feedback.Contact {
	return feedback.Contact{Authority: s.Authority, Email: s.ContactEmail, Phone: s.ContactPhone, ReportAt: s.ReportAt}
}

func (s Settings) providers() []*oidc.Provider {
	list := make([]*oidc.Provider, len(s.SignIn.Providers))
	for i, config := range s.SignIn.Providers {
		list[i] = oidc.NewProvider(config)
	}
	return list
}
