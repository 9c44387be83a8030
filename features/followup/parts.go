package followup

import (
	"context"
	"strconv"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// choice is a list to choose from in a form.
type choice struct {
	Name, Label, Chosen string
	Options             []ui.Option
}

// items are what waits as rows of the house.
func items(rows []waitingRow) []ui.Item {
	list := make([]ui.Item, len(rows))
	for i, row := range rows {
		list[i] = ui.Item{Shape: string(row.Mark), Icon: row.Icon, Word: row.Word, Title: row.What, Href: row.Href, Text: row.Why, When: row.When, Date: row.Date,
			Action: ui.LinkButton(row.ActHref, ui.Act{Text: row.Act, Hidden: row.What, Small: true})}
	}
	return list
}

// parts are a plan's counts as parts of a strip.
func parts(v planState) []ui.Part {
	list := make([]ui.Part, 0, len(v.Counts))
	for _, count := range v.Counts {
		if count.N > 0 {
			list = append(list, ui.Part{Shape: string(count.Status), Word: count.Word, Count: count.N, Href: count.Href})
		}
	}
	return list
}

// waitingCount is how many wait, beside the heading; nothing when none do.
func waitingCount(v laget) string {
	if v.WaitingAll == 0 {
		return ""
	}
	return strconv.Itoa(v.WaitingAll)
}

// moreWaiting leads to the rest of what waits, when the list is cut.
func moreWaiting(ctx context.Context, v laget) ui.Link {
	if v.WaitingAll <= len(v.Waiting) {
		return ui.Link{}
	}
	return ui.Link{Text: i18n.T(ctx, "followup.waiting.more"), Href: v.MoreHref}
}

// publicLead is what a public page begins with: what the plan is for, and that it can be followed here.
func publicLead(v publicPlan) string { return strings.TrimSpace(v.Lead + " " + v.Meta) }

func shortGoals(ctx context.Context, v publicPlan) []ui.Linked {
	list := make([]ui.Linked, len(v.Goals))
	for i := range v.Goals {
		list[i] = v.Goals[i].Short
		list[i].Href = onSameDay(ctx, list[i].Href)
	}
	return list
}

func otherPlans(ctx context.Context, v publicPlan) []ui.Linked {
	list := make([]ui.Linked, len(v.Others))
	for i, other := range v.Others {
		list[i].Link = ui.Link{Text: other.Text, Href: onSameDay(ctx, other.Href)}
	}
	return list
}

// onSameDay leads to a page as it is on the day that is shown, when that is not today.
func onSameDay(ctx context.Context, href string) string {
	shell := ui.ShellOf(ctx)
	if shell.Date.IsZero() || shell.Date == shell.Today || strings.HasPrefix(href, "#") {
		return href
	}
	path, part, hasPart := strings.Cut(href, "#")
	path = addresses{date: shell.Date}.to(path)
	if hasPart {
		path += "#" + part
	}
	return path
}
