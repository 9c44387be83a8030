package awards

import (
	"encoding/json"
	"io"
	"strings"
)

// Funder is who gives the grants, for what is published.
type Funder struct {
	Name   string
	Number string // organisationsnummer, ten digits; empty when it is not known
}

// The parts of 360Giving's data standard, version 1.4, that are written: all that it requires of a grant, and the dates that a
// grant is for. Identifiers of organisations are SE-ON and the number, as org-id.guide has them.
type (
	givingFile struct {
		Grants []givingGrant `json:"grants"`
	}
	givingGrant struct {
		ID            string               `json:"id"`
		Title         string               `json:"title"`
		Description   string               `json:"description"`
		Currency      string               `json:"currency"`
		AmountApplied json.Number          `json:"amountAppliedFor,omitempty"`
		AmountAwarded json.Number          `json:"amountAwarded"`
		AwardDate     string               `json:"awardDate"`
		Planned       []givingDates        `json:"plannedDates"`
		Recipients    []givingOrganisation `json:"recipientOrganization"`
		Funders       []givingOrganisation `json:"fundingOrganization"`
		Programmes    []givingProgramme    `json:"grantProgramme"`
	}
	givingDates struct {
		Start    string `json:"startDate"`
		Duration int    `json:"duration"` // months
	}
	givingOrganisation struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	givingProgramme struct {
		Code  string `json:"code"`
		Title string `json:"title"`
	}
)

// Write360 writes grants as 360Giving JSON. Amounts are in kronor.
func Write360(to io.Writer, funder Funder, all []Published) error {
	file := givingFile{Grants: []givingGrant{}}
	for i := range all {
		g := &all[i]
		title := g.Title
		if title == "" {
			title = g.Call
		}
		grant := givingGrant{ID: organisationID(funder.Number) + "-" + g.ApplicationID, Title: title, Description: g.Programme + ", " + g.Call, Currency: "SEK",
			AmountAwarded: decimalKronor(g.Amount), AwardDate: g.DecidedOn.String(), Planned: []givingDates{{yearStart(g.Year), 12 * max(1, g.Years)}},
			Recipients: []givingOrganisation{{organisationID(string(g.Number)), g.Organisation}}, Funders: []givingOrganisation{{organisationID(funder.Number), funder.Name}},
			Programmes: []givingProgramme{{strings.ToLower(g.Programme), g.Programme}}}
		if g.Requested > 0 {
			grant.AmountApplied = decimalKronor(g.Requested)
		}
		file.Grants = append(file.Grants, grant)
	}
	out := json.NewEncoder(to)
	out.SetIndent("", " ")
	return out.Encode(file)
}

func organisationID(number string) string { return "SE-ON-" + number }
