package followup

import (
	"context"

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
		list[i] = ui.Item{Shape: string(row.Mark), Word: row.Word, Title: row.What, Href: row.Href, Text: row.Why, When: row.When, Date: row.Date,
			Action: ui.LinkButton(row.ActHref, ui.Act{Text: row.Act, Hidden: row.What, Small: true})}
		if row.Mark == "" {
			list[i].Icon = ui.IconFlag
		}
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

// moreWaiting leads to the rest of what waits, when the list is cut.
func moreWaiting(ctx context.Context, v laget) ui.Link {
	if v.WaitingAll <= len(v.Waiting) {
		return ui.Link{}
	}
	return ui.Link{Text: i18n.T(ctx, "followup.waiting.more"), Href: v.MoreHref}
}

func shortGoals(v publicPlan) []ui.Linked {
	list := make([]ui.Linked, len(v.Goals))
	for i := range v.Goals {
		list[i] = v.Goals[i].Short
	}
	return list
}
